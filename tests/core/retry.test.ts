import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PastAttempt } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { backoff, isGivenUp, type RetryPolicy, retrying } from '#core/retry.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeRandom } from '../fakes/random.ts';

const policy: RetryPolicy = { retries: 3, base: 500, cap: 30_000, patience: 900_000, longestWaitInPlace: 5_000 };

/** Fails with each of the categories in turn, and then succeeds. Tells which attempts were made. */
function failing(...categories: readonly FailureCategory[]) {
  const attempts: number[] = [];
  return {
    attempts,
    attempt: async ({ attempt }: { attempt: number }) => {
      attempts.push(attempt);
      const category = categories[attempts.length - 1];
      if (category !== undefined) throw new PipelineError(category, category);
      return 'done';
    },
  };
}

const past = (attempt: number, outcome: PastAttempt['outcome'], at = Date.UTC(2026, 0, 1)): PastAttempt => ({
  kind: 'fetch',
  stage: 'scraping',
  iteration: 1,
  attempt,
  at,
  outcome,
  attributes: {},
});

const patient = (history: readonly PastAttempt[] = []) =>
  fakeContext({ clock: fakeClock({ autoAdvance: true }), history });

describe('retrying', () => {
  test('tries a transient failure again until it works', async () => {
    const { attempt, attempts } = failing('timeout', 'http_server_error');
    await expect(retrying({ kind: 'fetch' }, policy, patient(), attempt)).resolves.toBe('done');
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('gives up after the last retry, with the last failure', async () => {
    const { attempt, attempts } = failing('timeout', 'timeout', 'timeout', 'dns', 'timeout');
    await expect(retrying({ kind: 'fetch' }, policy, patient(), attempt)).rejects.toMatchObject({ category: 'dns' });
    expect(attempts).toHaveLength(4);
  });

  test('never repeats a permanent failure', async () => {
    const { attempt, attempts } = failing('not_found');
    await expect(retrying({ kind: 'fetch' }, policy, patient(), attempt)).rejects.toMatchObject({
      category: 'not_found',
    });
    expect(attempts).toEqual([1]);
  });

  test('parks the key when the other side asks to wait, for as long as it says', async () => {
    const context = patient();
    const attempt = async () => {
      throw new PipelineError('rate_limited', 'slow down', { retryAfter: 2_000 });
    };
    const park = await retrying({ kind: 'fetch' }, policy, context, attempt).catch((error: unknown) => error);
    expect(park).toBeInstanceOf(Park);
    expect(park).toMatchObject({ scope: 'key', until: context.clock.now() + 2_000, category: 'rate_limited' });
  });

  test('being asked to wait costs no retry', async () => {
    const history = [1, 2, 3, 4, 5].map((number) => past(number, 'rate_limited'));
    const { attempt, attempts } = failing('timeout', 'timeout', 'timeout');
    await expect(retrying({ kind: 'fetch' }, policy, patient(history), attempt)).resolves.toBe('done');
    expect(attempts).toEqual([6, 7, 8, 9]);
  });

  test('patience ends, also for those who only ask to wait', async () => {
    const history = [past(1, 'rate_limited', Date.UTC(2026, 0, 1) - policy.patience)];
    const { attempt } = failing('rate_limited');
    await expect(retrying({ kind: 'fetch' }, policy, patient(history), attempt)).rejects.toMatchObject({
      category: 'rate_limited',
    });
  });

  test('retries that were spent before a kill are spent', async () => {
    const { attempt, attempts } = failing('timeout', 'timeout');
    const history = [past(1, 'timeout'), past(2, 'connection')];
    await expect(retrying({ kind: 'fetch' }, policy, patient(history), attempt)).rejects.toMatchObject({
      category: 'timeout',
    });
    expect(attempts).toEqual([3, 4]);
  });

  test('attempts of another stage or kind are none of its business', async () => {
    const history = [
      { ...past(1, 'timeout'), stage: 'other' },
      { ...past(1, 'timeout'), kind: 'model_call' },
    ];
    const { attempt, attempts } = failing('timeout', 'timeout', 'timeout');
    await expect(retrying({ kind: 'fetch' }, policy, patient(history), attempt)).resolves.toBe('done');
    expect(attempts).toEqual([1, 2, 3, 4]);
  });

  test('operations of one delivery number their attempts through, and have retries of their own', async () => {
    const context = patient();
    const first = failing('timeout', 'timeout', 'timeout', 'timeout');
    const second = failing('connection', 'connection', 'connection');
    const operation = (fetcher: string) => ({ kind: 'fetch', attributes: { fetcher } });
    await expect(retrying(operation('one'), policy, context, first.attempt)).rejects.toMatchObject({
      category: 'timeout',
    });
    await expect(retrying(operation('two'), policy, context, second.attempt)).resolves.toBe('done');
    expect(first.attempts).toEqual([1, 2, 3, 4]);
    expect(second.attempts).toEqual([5, 6, 7, 8]);
  });

  test('says which repetition an attempt is, and of what', async () => {
    const repetitions: unknown[] = [];
    const { attempt } = failing('timeout', 'connection');
    const history = [{ ...past(1, 'bot_detected'), attributes: { fetcher: 'other' } }];
    await retrying({ kind: 'fetch', attributes: { fetcher: 'mine' } }, policy, patient(history), (scoped) => {
      repetitions.push(scoped.retry);
      return attempt(scoped);
    });
    expect(repetitions).toEqual([undefined, { number: 1, reason: 'timeout' }, { number: 2, reason: 'connection' }]);
  });

  test('after a success the retries begin anew, and the numbers go on', async () => {
    const history = [past(1, 'timeout'), past(2, 'timeout'), past(3, 'timeout'), past(4, 'ok')];
    const { attempt, attempts } = failing('timeout', 'timeout', 'timeout');
    await expect(retrying({ kind: 'fetch' }, policy, patient(history), attempt)).resolves.toBe('done');
    expect(attempts).toEqual([5, 6, 7, 8]);
  });

  test('attempts that are under way at once have numbers of their own', async () => {
    const context = patient([past(1, 'timeout')]);
    const seen: number[] = [];
    const attempt = async (scoped: { attempt: number }) => {
      seen.push(scoped.attempt);
      await Promise.resolve();
    };
    await Promise.all([1, 2, 3].map(() => retrying({ kind: 'fetch' }, policy, context, attempt)));
    expect(seen).toEqual([2, 3, 4]);
  });

  test('parks the item alone when it is not its host that asked to wait', async () => {
    const attempt = async () => {
      throw new PipelineError('rate_limited', 'the service is busy', { retryAfter: 60_000, waits: 'item' });
    };
    const park = await retrying({ kind: 'fetch' }, policy, patient(), attempt).catch((error: unknown) => error);
    expect(park).toMatchObject({ name: 'Park', scope: 'item' });
  });

  test('parks the item when a wait is too long to hold the slot', async () => {
    const attempt = async () => {
      throw new PipelineError('http_server_error', 'busy', { retryAfter: 60_000 });
    };
    const park = await retrying({ kind: 'fetch' }, policy, patient(), attempt).catch((error: unknown) => error);
    expect(park).toMatchObject({ name: 'Park', scope: 'item' });
  });

  test('does not go on once the run is stopped', async () => {
    const stop = new AbortController();
    const { attempt, attempts } = failing('timeout', 'timeout');
    const context = fakeContext({ signal: stop.signal, clock: fakeClock({ autoAdvance: true }) });
    const stopping = (scoped: Parameters<typeof attempt>[0]) => {
      stop.abort();
      return attempt(scoped);
    };
    await expect(retrying({ kind: 'fetch' }, policy, context, stopping)).rejects.toMatchObject({ category: 'timeout' });
    expect(attempts).toEqual([1]);
  });
});

describe('backoff', () => {
  test('stays within full jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1_000 }), (nth, seed) => {
        const wait = backoff(nth, policy, fakeRandom(seed));
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(policy.cap, policy.base * 2 ** (nth - 1)));
      }),
    );
  });
});

describe('isGivenUp', () => {
  const began = Date.UTC(2026, 0, 1);
  test.each<[boolean, string, readonly PastAttempt['outcome'][], number]>([
    [false, 'nothing is on record', [], 0],
    [false, 'retries are left', ['timeout', 'timeout', 'timeout'], 1],
    [true, 'retries are spent', ['timeout', 'timeout', 'timeout', 'timeout'], 1],
    [false, 'there was only waiting', ['rate_limited', 'rate_limited', 'rate_limited', 'rate_limited'], 1],
    [true, 'the last attempt was past patience', ['rate_limited', 'rate_limited'], policy.patience + 1],
    [true, 'it is permanent', ['timeout', 'bot_detected'], 1],
  ])('%s when %s', (expected, _, outcomes, apart) => {
    const attempts = outcomes.map((outcome, index) => past(index + 1, outcome, began + index * apart));
    expect(isGivenUp(attempts, policy)).toBe(expected);
  });
});
