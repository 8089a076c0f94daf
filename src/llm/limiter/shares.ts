/**
 * Which of several runs may go first. Each run's account grows by the share of the limit that its calls take; of
 * those that wait, none may get further ahead of another than `quantum` (start-time fair queueing: Goyal, Vin and
 * Cheng, SIGCOMM 1996).
 */
export type Shares = Readonly<Record<string, Share>>;

type Share = {
  readonly served: number;
  /** Milliseconds since the epoch; a run whose process has gone does not wait on. */
  readonly waitingUntil: number;
  readonly seen: number;
};

/** A tenth of what a limit allows in its window: small beside a run, and enough for a process to go on unasked. */
const quantum = 0.1;

/** Milliseconds after which a run that has asked for nothing is forgotten. One that waits asks every minute. */
const forgottenAfter = 600_000;

/** Whether the run has had so much more than one which waits that it must let that one go first. */
export function isAhead(shares: Shares, run: string, now: number): boolean {
  const served = standing(shares, run, now);
  return waiting(shares, run, now).some((other) => other.served + quantum < served);
}

/** The runs among those given, the one that has had least first. */
export function inTurn(shares: Shares, runs: readonly string[], now: number): readonly string[] {
  return runs.toSorted((left, right) => standing(shares, left, now) - standing(shares, right, now));
}

/** @param cost the share of a limit that a call takes. */
export function charged(shares: Shares, run: string, cost: number, now: number): Shares {
  const waitingUntil = shares[run]?.waitingUntil ?? 0;
  return { ...shares, [run]: { served: standing(shares, run, now) + cost, waitingUntil, seen: now } };
}

/** The run waits, and will ask again before `until`. */
export function waits(shares: Shares, run: string, until: number, now: number): Shares {
  return { ...shares, [run]: { served: standing(shares, run, now), waitingUntil: until, seen: now } };
}

export function withoutForgotten(shares: Shares, now: number): Shares {
  const entries = Object.entries(shares);
  const kept = entries.filter(([, { seen }]) => now - seen < forgottenAfter);
  return kept.length === entries.length ? shares : Object.fromEntries(kept);
}

/** A run that is new, or was idle, has no claim to the time in which it did not ask: it begins with the others. */
function standing(shares: Shares, run: string, now: number): number {
  const own = shares[run];
  if (own !== undefined && now - own.seen < forgottenAfter) return own.served;
  const others = Object.entries(shares).filter(([name, { seen }]) => name !== run && now - seen < forgottenAfter);
  return Math.max(own?.served ?? 0, others.length === 0 ? 0 : Math.min(...others.map(([, { served }]) => served)));
}

function waiting(shares: Shares, run: string, now: number): readonly Share[] {
  return Object.entries(shares)
    .filter(([name, { waitingUntil }]) => name !== run && waitingUntil > now)
    .map(([, share]) => share);
}
