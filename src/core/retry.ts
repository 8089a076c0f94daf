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
  /** Milliseconds from the first attempt after which no further one is begun. */
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
 * Attempts are numbered through for all of the kind in the stage, for the key of a fact has no more in it, and
 * patience is shared too; retries are the operation's own. An attempt that succeeded ends both: the next begins anew.
 */
export async function retrying<T>(
  operation: Operation,
  policy: RetryPolicy,
  context: StageContext,
  attempt: (context: StageContext) => Promise<T>,
): Promise<T> {
  const { kind, attributes = {} } = operation;
  const all = pastAttempts({ kind }, context);
  const current = sinceSuccess(all);
  const past = current.filter((earlier) => belongsTo(earlier, operation));
  const began = current[0]?.at ?? context.clock.now();
  let last = past.at(-1)?.outcome;
  let number = Math.max(0, ...all.map((earlier) => earlier.attempt));
  let spent = past.filter((earlier) => costs(earlier)).length;
  let waited = past.length - spent;
  for (let made = past.length; ; made += 1) {
    number += 1;
    const at = context.clock.now();
    const remember = (outcome: PastAttempt['outcome']) => {
      const { stage, iteration } = context;
      context.history.push({ kind, stage, iteration, attempt: number, at, outcome, attributes });
    };
    try {
      const value = await attempt({ ...context, attempt: number, retry: repetition(made, last) });
      remember('ok');
      return value;
    } catch (error) {
      if (error instanceof Park || context.signal.aborted) throw error;
      const failure = toPipelineError(error);
      remember(failure.category);
      if (failure.retry === 'never') throw failure;
      if (failure.retry === 'costs') spent += 1;
      else waited += 1;
      if (spent > policy.retries) throw failure;
      last = failure.category;
      await pause(failure, failure.retry === 'costs' ? spent : waited, began, policy, context);
    }
  }
}

/** The operation's attempts that are on record for this turn of the stage, the oldest first. */
export function pastAttempts(operation: Operation, context: StageContext): readonly PastAttempt[] {
  const { stage, iteration } = context;
  return context.history.filter(
    (earlier) =>
      earlier.kind === operation.kind &&
      earlier.stage === stage &&
      earlier.iteration === iteration &&
      belongsTo(earlier, operation),
  );
}

function sinceSuccess(past: readonly PastAttempt[]): readonly PastAttempt[] {
  return past.slice(past.findLastIndex(({ outcome }) => outcome === 'ok') + 1);
}

function belongsTo(earlier: PastAttempt, { attributes = {} }: Operation): boolean {
  return Object.entries(attributes).every(([name, value]) => earlier.attributes[name] === value);
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
