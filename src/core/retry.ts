import type { PastAttempt } from './fact.ts';
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

/**
 * The only retry loop. Whether a failure is tried again is decided by its category, how long to wait by the
 * other side if it said so (Retry-After), else by backoff. Attempts that are on record from before a resume
 * count, so a killed run spends no more retries than an undisturbed one.
 *
 * @param kind the kind of fact that an attempt leaves, by which earlier ones are found.
 */
export async function retrying<T>(
  kind: string,
  policy: RetryPolicy,
  context: StageContext,
  attempt: (context: StageContext) => Promise<T>,
): Promise<T> {
  const past = context.history.filter(
    (earlier) => earlier.kind === kind && earlier.stage === context.stage && earlier.iteration === context.iteration,
  );
  const began = past[0]?.at ?? context.clock.now();
  let last = past.at(-1)?.outcome;
  let spent = past.filter((earlier) => costs(earlier)).length;
  let waited = past.length - spent;
  for (;;) {
    const number = context.numbers.next(kind, context);
    try {
      return await attempt({ ...context, attempt: number, retry: repetition(number - 1, last) });
    } catch (error) {
      if (error instanceof Park || context.signal.aborted) throw error;
      const failure = toPipelineError(error);
      if (failure.retry === 'never') throw failure;
      if (failure.retry === 'costs') spent += 1;
      else waited += 1;
      if (spent > policy.retries) throw failure;
      last = failure.category;
      await pause(failure, failure.retry === 'costs' ? spent : waited, began, policy, context);
    }
  }
}

/** An attempt after one that succeeded (in a delivery that was cut off) repeats no failure. */
function repetition(before: number, last: PastAttempt['outcome'] | undefined): Retry | undefined {
  return before === 0 || last === undefined || last === 'ok' ? undefined : { number: before, reason: last };
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
  if (failure.retry === 'free') throw new Park(until, 'key', failure.category);
  if (wait > policy.longestWaitInPlace) throw new Park(until, 'item', failure.category);
  context.event('retry_wait', { milliseconds: Math.round(wait), reason: failure.category });
  await context.clock.sleep(wait, context.signal);
}
