import type { LimitStatement } from '../limit-statement.ts';
import type { Rule } from './limits.ts';
import { asOf, emptyLog, logged, total, type UsageLog, waitFor } from './usage-log.ts';

/**
 * One limit as seen from outside: what was used, by our own account, and what the provider says. Plain JSON, and
 * changed only by the functions below. All times are milliseconds since the Unix epoch.
 */
export type Meter = {
  readonly log: UsageLog;
  /** Reserved for calls that are under way. */
  readonly reserved: number;
  /** All that was ever reserved, what of it was given back, and what others must have used besides us. */
  readonly taken: number;
  readonly returned: number;
  readonly foreign: number;
  /** The limit, as the provider says it. */
  readonly toldMost?: number;
  readonly told?: Told;
  readonly learnt?: Learnt;
  /** When it refused what should have been free, which need not be for a limit. */
  readonly doubtedAt?: number;
  /** Until then the provider's words are no reason to take more than our own account allows. */
  readonly waryUntil: number;
};

/**
 * What the provider said was left. `unseen + taken - returned` is what of ours it may not have counted when it spoke,
 * or has been sent since.
 */
type Told = {
  readonly remaining: number;
  readonly unseen: number;
  /** When the limit is whole again, but for those; null when it did not say. */
  readonly resetAt: number | null;
  /** When the request was sent that it came with. */
  readonly sent: number;
};

/** A limit that nobody told of: what was being used when the provider refused more. */
type Learnt = {
  readonly most: number;
  readonly refusedAt: number;
  /** Windows to wait after a refusal before a little more is tried; and how much more, as a share. */
  readonly calm: number;
  readonly step: number;
  readonly raiseAt: number;
};

/** How a meter stood when a call was admitted, itself included but for `reserved`. */
export type Mark = Pick<Meter, 'reserved' | 'taken' | 'returned' | 'foreign'> & {
  readonly used: number;
  readonly sent: number;
};

export const newMeter: Meter = { log: emptyLog, reserved: 0, taken: 0, returned: 0, foreign: 0, waryUntil: 0 };

/** The most that may be used in the rule's window, as far as is known; infinity when it is not. */
export function mostOf({ configured }: Rule, { toldMost, learnt }: Meter): number {
  return Math.min(configured, toldMost ?? Number.POSITIVE_INFINITY, learnt?.most ?? Number.POSITIVE_INFINITY);
}

/**
 * What can be taken now without being refused, whichever way the provider counts.
 *
 * By our own account no window of any alignment ever holds more than the limit. That is within what a sliding
 * window allows, therefore within what any fixed window does; and a bucket, which gives the limit at once and as
 * much again in every window, has never given less than that. Where the provider's own words leave more, they
 * count: it knows when its windows begin.
 */
export function freeOf(rule: Rule, meter: Meter, now: number): number {
  const most = mostOf(rule, meter);
  if (most === Number.POSITIVE_INFINITY) return most;
  return Math.max(most - total(meter.log, rule.window, now) - meter.reserved, credit(rule, meter, now));
}

/** Milliseconds until the amount is free as far as can be known: infinity when it takes calls under way to end. */
export function waitOf(rule: Rule, meter: Meter, amount: number, now: number): number {
  const most = mostOf(rule, meter);
  const wanted = Math.min(amount, most);
  if (wanted <= freeOf(rule, meter, now)) return 0;
  const used = total(meter.log, rule.window, now) + meter.reserved;
  const resetAt = meter.told?.resetAt ?? 0;
  const isWholeThen = resetAt > now && wanted <= credit(rule, meter, resetAt);
  const untilReset = isWholeThen ? resetAt - now : Number.POSITIVE_INFINITY;
  return Math.min(untilReset, waitFor(meter.log, rule.window, used + wanted - most, now));
}

/** What the provider's words leave, when everything that it may not have seen is taken off. */
function credit(rule: Rule, meter: Meter, now: number): number {
  const { told, toldMost, learnt } = meter;
  // Below the provider's own limit it is ours that holds, and the provider knows nothing of that.
  if (told === undefined || toldMost === undefined || toldMost > rule.configured || learnt !== undefined) return 0;
  if (now < meter.waryUntil || now - told.sent > 2 * rule.window) return 0;
  return (told.resetAt !== null && now >= told.resetAt ? toldMost : told.remaining) - owed(told, meter);
}

function owed({ unseen }: Told, { taken, returned }: Meter): number {
  return unseen + taken - returned;
}

export function take(rule: Rule, meter: Meter, amount: number, now: number): { meter: Meter; mark: Mark } {
  const { reserved, returned, foreign } = meter;
  const used = total(meter.log, rule.window, now) + reserved + amount;
  const after = { ...meter, reserved: reserved + amount, taken: meter.taken + amount };
  return { meter: after, mark: { used, reserved, taken: after.taken, returned, foreign, sent: now } };
}

/** What was used in the end of what had been reserved, each part with the latest time at which it was counted. */
export type Spent = { readonly reserved: number; readonly parts: readonly { amount: number; at: number }[] };

export function settle({ window }: Rule, meter: Meter, { reserved, parts }: Spent, now: number): Meter {
  const used = parts.reduce((sum, { amount }) => sum + amount, 0);
  const log = parts
    .filter(({ amount }) => amount > 0)
    .reduce((sums, { amount, at }) => logged(sums, window, amount, at, now), meter.log);
  return { ...meter, log, reserved: meter.reserved - reserved, returned: meter.returned + reserved - used };
}

/** The words that came with the answer to a call, which has been settled. */
export type Words = {
  readonly said: LimitStatement;
  readonly mark: Mark;
  /** What the call used of what was reserved for it, and gave back. */
  readonly used: number;
  readonly returned: number;
  /** Milliseconds until what others have used counts no longer, as far as was said; a window when it was not. */
  readonly over: number | undefined;
};

/**
 * Takes in what the provider said. When even all that we have sent does not explain why so little remains, then
 * others use the account too, or the provider counts more than it reports.
 */
export function hear(rule: Rule, before: Meter, { said, mark, used, returned, over }: Words, now: number): Meter {
  const meter = said.most === undefined ? before : { ...before, toldMost: said.most };
  if (said.remaining === undefined) return meter;
  const told = {
    remaining: said.remaining,
    resetAt: said.reset === undefined ? null : now + said.reset,
    sent: mark.sent,
  };
  const heard = { ...meter, told: better(meter, afresh(told, mark, returned), continued(meter, told, used)) };
  const sent = mark.used + meter.taken - mark.taken + meter.foreign - mark.foreign;
  const unexplained = mostOf(rule, heard) - sent - said.remaining;
  if (!(unexplained > 0)) return heard;
  const since = now - rule.window + Math.min(rule.window, over ?? rule.window);
  const log = logged(heard.log, rule.window, unexplained, since, now);
  return { ...wary(rule, heard, now), log, foreign: heard.foreign + unexplained };
}

type Heard = Omit<Told, 'unseen'>;

/** By this word alone: whatever was under way at any time since its call was sent may not be in it. */
function afresh(told: Heard, mark: Mark, returned: number): Told {
  return { ...told, unseen: mark.reserved - mark.taken + mark.returned + returned };
}

/**
 * By this word and those before it: one of the calls that had not been seen has been. The call that was counted
 * last has seen all others of which we have heard; which one that is we cannot know, but its word is not below the
 * least of them all.
 */
function continued({ told }: Meter, said: Heard, used: number): Told | undefined {
  return (
    told && {
      remaining: Math.min(told.remaining, said.remaining),
      resetAt: told.resetAt === null || said.resetAt === null ? null : Math.max(told.resetAt, said.resetAt),
      sent: Math.max(told.sent, said.sent),
      unseen: told.unseen - used,
    }
  );
}

function better(meter: Meter, one: Told, other: Told | undefined): Told {
  if (other === undefined) return one;
  return one.remaining - owed(one, meter) > other.remaining - owed(other, meter) ? one : other;
}

function wary(rule: Rule, meter: Meter, now: number): Meter {
  return { ...meter, waryUntil: now + waryFor * rule.window };
}

/** The share by which a limit that was learnt is raised first; it doubles as long as that goes well. */
const firstStep = 0.05;
/** Windows. */
const longestCalm = 32;
const forgottenAfter = 100;
const waryFor = 10;
const doubtful = 2;

/** A refused call: what it would have taken, and when it was sent. */
export type Refused = { readonly amount: number; readonly sent: number };

/**
 * The provider refused a call, which has been settled and whose words have been heard. What it refused although it
 * was free by our account may be more than the limit, or the provider was in trouble. If what is sent
 * afterwards is refused as well, it is the limit: which is what is in use then, and at least one call's.
 */
export function refuse(rule: Rule, meter: Meter, { amount, sent }: Refused, now: number): Meter {
  const warned = wary(rule, meter, now);
  if (freeOf(rule, warned, now) < amount) return warned;
  const { learnt, doubtedAt } = warned;
  if (learnt === undefined && !isRepeated(rule, doubtedAt, sent, now)) {
    const isSameBurst = doubtedAt !== undefined && sent <= doubtedAt;
    return isSameBurst ? warned : { ...warned, doubtedAt: now };
  }
  const isSameRefusal = learnt !== undefined && now - learnt.refusedAt < rule.window;
  const calm = isSameRefusal ? learnt.calm : Math.min(longestCalm, 2 * (learnt?.calm ?? 0.5));
  const most = Math.max(amount, total(warned.log, rule.window, now) + warned.reserved);
  return { ...warned, learnt: { most, refusedAt: now, calm, step: firstStep, raiseAt: now + calm * rule.window } };
}

function isRepeated({ window }: Rule, doubtedAt: number | undefined, sent: number, now: number): boolean {
  return doubtedAt !== undefined && sent > doubtedAt && now - doubtedAt < doubtful * window;
}

/** Tries a little more than what was learnt, when the time for it has come; to be asked when it holds calls up. */
export function raised(rule: Rule, meter: Meter, now: number): Meter {
  const { learnt, ...rest } = meter;
  if (learnt === undefined || now < learnt.raiseAt) return meter;
  const most = learnt.most + Math.max(1, Math.floor(learnt.most * learnt.step));
  const isForgotten = now - learnt.refusedAt > forgottenAfter * rule.window;
  if (isForgotten || most >= mostOf(rule, rest)) return rest;
  return { ...rest, learnt: { ...learnt, most, step: learnt.step * 2, raiseAt: now + rule.window } };
}

/** For a clock that was set back: what seems to lie in the future is of now. */
export function setBack({ window }: Rule, meter: Meter, now: number): Meter {
  return { ...meter, log: asOf(meter.log, window, now), waryUntil: Math.min(meter.waryUntil, now) };
}
