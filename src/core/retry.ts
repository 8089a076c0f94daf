import type { Attributes, PastAttempt } from './fact.ts';
import { ruleOf } from './failure.ts';
import { Park } from './park.ts';
import { type PipelineError, toPipelineError } from './pipeline-error.ts';
import type { Random } from './random.ts';
import type { Retry, StageContext } from './stage.ts';

export type RetryPolicy = {
  /** How many times a failure that costs a retry is tried again. 0 turns retries off. */
  readonly retries: number;
  /** Milliseconds: the ceiling of the first wait; it doubles with every further one. */
  readonly base: number;
  /** Milliseconds: no wait that we choose ourselves is longer. */
  readonly cap: number;
  /** Milliseconds from the first failure (the first attempt on record) after which no further attempt is begun. */
  readonly patience: number;
  /** Milliseconds: a longer wait gives up the slot (the item is parked) instead of holding it. */
  readonly longestWaitInPlace: number;
};

/**
 * Exponential backoff with full jitter: uniform between 0 and min(cap, base * 2^(n-1)).
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param nth 1 for the wait before the first repetition.
 */
export function backoff(nth: number, policy: Pick<RetryPolicy, 'base' | 'cap'>, random: Random): number {
  return random.next() * Math.min(policy.cap, policy.base * 2 ** (nth - 1));
}

/** What is tried: the kind of fact that an attempt leaves, and attributes of the fact that tell it from others. */
export type Operation = { readonly kind: string; readonly attributes?: Attributes };

/**
 * The only retry loop. Whether a failure is tried again is decided by its category, how long to wait by the
 * other side if it said so (Retry-After), else by backoff. Attempts that are on record from before a resume
 * count, so a killed run spends no more retries than an undisturbed one.
 *
 * Retries and patience are the operation's own, and are those of what is on record from before: what was tried in this
 * delivery under the same name was something else. Numbers go on over all attempts of the kind in the stage, for the
 * key of a fact has no more in it.
 */
export async function retrying<T>(
  operation: Operation,
  policy: RetryPolicy,
  context: StageContext,
  attempt: (context: StageContext) => Promise<T>,
): Promise<T> {
  const past = pastAttempts(operation, context);
  let began = past[0]?.at;
  let last = past.at(-1)?.outcome;
  let spent = past.filter((earlier) => costs(earlier)).length;
  let waited = past.length - spent;
  for (let made = past.length; ; made += 1) {
    const number = nextNumber(operation, context);
    try {
      return await attempt({ ...context, attempt: number, retry: repetition(made, last) });
    } catch (error) {
      if (error instanceof Park || context.signal.aborted) throw error;
      const failure = toPipelineError(error);
      if (failure.retry === 'never') throw failure;
      if (failure.retry === 'costs') spent += 1;
      else waited += 1;
      if (spent > policy.retries) throw failure;
      last = failure.category;
      began ??= context.clock.now();
      await pause(failure, failure.retry === 'costs' ? spent : waited, began, policy, context);
    }
  }
}

/** What is on record of the operation in this turn of the stage since it last succeeded, the oldest first. */
export function pastAttempts(operation: Operation, context: StageContext): readonly PastAttempt[] {
  const past = ofKind(operation, context).filter(({ attributes }) =>
    Object.entries(operation.attributes ?? {}).every(([name, value]) => attributes[name] === value),
  );
  return past.slice(past.findLastIndex(({ outcome }) => outcome === 'ok') + 1);
}

/**
 * Whether nothing is left to be tried, by what is on record: the last failure was permanent, took the last retry, or
 * came when patience was at its end. (That time has passed since then is no reason: it may have been spent queueing.)
 */
export function isGivenUp(past: readonly PastAttempt[], policy: RetryPolicy): boolean {
  const [first, last] = [past.at(0), past.at(-1)];
  if (first === undefined || last === undefined || last.outcome === 'ok') return false;
  if (ruleOf(last.outcome).retry === 'never') return true;
  return past.filter((earlier) => costs(earlier)).length > policy.retries || last.at - first.at > policy.patience;
}

function ofKind({ kind }: Operation, { history, stage, iteration }: StageContext): readonly PastAttempt[] {
  return history.filter(
    (earlier) => earlier.kind === kind && earlier.stage === stage && earlier.iteration === iteration,
  );
}

/** Taken as an attempt begins, so that those that are under way at once have numbers of their own too. */
export function nextNumber(operation: Operation, context: StageContext): number {
  const name = [operation.kind, context.stage, context.iteration].join(' ');
  const before = context.numbers.get(name) ?? Math.max(0, ...ofKind(operation, context).map(({ attempt }) => attempt));
  context.numbers.set(name, before + 1);
  return before + 1;
}

function repetition(made: number, last: PastAttempt['outcome'] | undefined): Retry | undefined {
  return last === undefined || last === 'ok' ? undefined : { number: made, reason: last };
}

function costs(earlier: PastAttempt): boolean {
  return earlier.outcome !== 'ok' && ruleOf(earlier.outcome).retry === 'costs';
}

async function pause(
  failure: PipelineError,
  nth: number,
  began: number,
  policy: RetryPolicy,
  context: StageContext,
): Promise<void> {
  const wait = failure.retryAfter ?? backoff(nth, policy, context.random);
  const until = context.clock.now() + wait;
  if (until - began > policy.patience) throw failure;
  if (failure.retry === 'free') throw new Park(until, failure.waits, failure.category);
  if (wait > policy.longestWaitInPlace) throw new Park(until, 'item', failure.category);
  context.event('retry_wait', { milliseconds: Math.round(wait), reason: failure.category });
  await context.clock.sleep(wait, context.signal);
}
