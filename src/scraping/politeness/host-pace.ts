/** How one host is treated. Times are milliseconds since the Unix epoch, spans milliseconds. */
export type PaceLimits = {
  /** The most requests that may be under way at once. */
  readonly concurrency: number;
  /** The least time between the beginnings of two requests; a crawl-delay may ask for more. */
  readonly interval: number;
  /** Whether it is asked less when it is slow or asks for it; the time that it asks for it gets in any case. */
  readonly adapts: boolean;
};

/** What became of a request, as far as the pace is concerned. */
export type PaceOutcome =
  | { readonly kind: 'answered'; readonly latency: number }
  /** Told to slow down; `until` when the host said for how long. */
  | { readonly kind: 'slow_down'; readonly until: number | undefined }
  | { readonly kind: 'other' };

export type Admission =
  | { readonly ok: true }
  /** `until` undefined: until a request that is under way has ended. */
  | {
      readonly ok: false;
      readonly reason: 'slow_down' | 'interval' | 'concurrency';
      readonly until: number | undefined;
    };

/**
 * The pace of one host: how many requests may be under way, how far apart they begin, and until when there are none.
 * It halves what it allows when the host asks to slow down or answers much later than it used to, and gives it back
 * one by one with good answers (additive increase, multiplicative decrease, as in TCP: RFC 5681).
 */
export type HostPace = {
  admit(now: number): Admission;
  /** A request begins; give back what this gives when it has ended. */
  begin(now: number): Ticket;
  end(ticket: Ticket, now: number, outcome: PaceOutcome): void;
  /** Until when the host wants no requests at all; undefined when it does not say so. */
  pausedUntil(now: number): number | undefined;
  /**
   * The head of an answer asks for time. What is told again when the same request ends is one event with it, as are the
   * refusals of all that was sent before it.
   *
   * @param sentAt when that request was sent.
   */
  refused(sentAt: number, now: number, until: number): void;
  /** A crawl-delay, as robots.txt has it. */
  keepApart(interval: number): void;
  /** No request is under way and nothing is remembered that matters. */
  isIdle(now: number): boolean;
};

export type Ticket = { readonly beganAt: number };

/** When a host asks to slow down and does not say for how long: the first pause; it doubles with each further one. */
const firstPause = 5_000;
const longestPause = 300_000;

/** The most that requests are set apart because a host asked to slow down. */
const firstInterval = 250;
const longestInterval = 30_000;

/** A good answer takes away a tenth of what was set apart. */
const relief = 0.9;

/** Good answers after which one more request may be under way, for each that may be already. */
const answersForOneMore = 3;

/** An answer that takes so many times what answers usually take, and this much longer, is a host in trouble. */
const slowFactor = 3;
const slowBy = 500;

/** The weight of the latest answer in what answers usually take. */
const weight = 0.1;

export function hostPace(limits: PaceLimits): HostPace {
  const state: State = {
    limits,
    allowed: limits.concurrency,
    apart: limits.interval,
    crawlDelay: 0,
    underWay: 0,
    nextBeginning: 0,
    pausedUntil: 0,
    pauses: 0,
    slowedAt: -Infinity,
    usual: undefined,
    good: 0,
  };
  return {
    admit: (now) => admit(state, now),
    begin: (now) => {
      state.underWay += 1;
      state.nextBeginning = now + Math.max(state.apart, state.crawlDelay);
      return { beganAt: now };
    },
    end: (ticket, now, outcome) => {
      state.underWay -= 1;
      if (outcome.kind === 'slow_down') slowDown(state, ticket.beganAt, now, outcome.until);
      else if (outcome.kind === 'answered') answered(state, ticket, now, outcome.latency);
    },
    pausedUntil: (now) => (now < state.pausedUntil ? state.pausedUntil : undefined),
    refused: (sentAt, now, until) => slowDown(state, sentAt, now, until),
    keepApart: (interval) => {
      state.crawlDelay = interval;
    },
    isIdle: (now) =>
      admit(state, now).ok && state.underWay === 0 && state.allowed === limits.concurrency && state.crawlDelay === 0,
  };
}

type State = {
  readonly limits: PaceLimits;
  /** Requests that may be under way at present. */
  allowed: number;
  /** The time between beginnings at present, without the crawl-delay. */
  apart: number;
  crawlDelay: number;
  underWay: number;
  nextBeginning: number;
  pausedUntil: number;
  /** How often in a row the host asked to slow down. */
  pauses: number;
  slowedAt: number;
  /** What answers usually take; undefined before the first. */
  usual: number | undefined;
  /** Good answers since the allowance last changed. */
  good: number;
};

function admit({ pausedUntil, underWay, allowed, nextBeginning }: State, now: number): Admission {
  if (now < pausedUntil) return { ok: false, reason: 'slow_down', until: pausedUntil };
  if (underWay >= allowed) return { ok: false, reason: 'concurrency', until: undefined };
  if (now < nextBeginning) return { ok: false, reason: 'interval', until: nextBeginning };
  return { ok: true };
}

/** False for a request that was sent before the pace was last slowed: it tells nothing new. */
function slow(state: State, beganAt: number, now: number): boolean {
  if (beganAt <= state.slowedAt) return false;
  state.slowedAt = now;
  if (!state.limits.adapts) return true;
  state.allowed = Math.max(1, Math.floor(state.allowed / 2));
  state.good = 0;
  return true;
}

function slowDown(state: State, beganAt: number, now: number, until: number | undefined): void {
  if (slow(state, beganAt, now)) {
    if (state.limits.adapts) state.apart = Math.min(longestInterval, Math.max(2 * state.apart, firstInterval));
    state.pauses += 1;
  }
  const pause = Math.min(longestPause, firstPause * 2 ** (Math.max(1, state.pauses) - 1));
  state.pausedUntil = Math.max(state.pausedUntil, until ?? state.slowedAt + pause);
}

function answered(state: State, ticket: Ticket, now: number, latency: number): void {
  const { usual, limits } = state;
  const isSlow = usual !== undefined && latency > slowFactor * usual && latency > usual + slowBy;
  state.usual = usual === undefined ? latency : usual + weight * (latency - usual);
  if (isSlow) {
    slow(state, ticket.beganAt, now);
    return;
  }
  // What was asked for before the host asked to slow down shows nothing of how it is now.
  if (ticket.beganAt <= state.slowedAt) return;
  state.pauses = 0;
  state.apart = Math.max(limits.interval, state.apart < 1 ? 0 : state.apart * relief);
  state.good += 1;
  if (state.good < answersForOneMore * state.allowed || state.allowed >= limits.concurrency) return;
  state.allowed += 1;
  state.good = 0;
}
