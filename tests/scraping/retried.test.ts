import { describe, expect, test } from 'vitest';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RetryPolicy } from '#core/retry.ts';
import { judged } from '#scraping/judged.ts';
import { observed } from '#scraping/observed.ts';
import type { Page } from '#scraping/page.ts';
import { retried } from '#scraping/retried.ts';
import { memoryBlobStore } from '../fakes/blob-store.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { recordingObserver } from '../fakes/observer.ts';
import { fakeFetcher, fakePage } from '../fakes/page.ts';

const policy: RetryPolicy = { retries: 2, base: 100, cap: 1_000, patience: 60_000, longestWaitInPlace: 5_000 };
const broken = new PipelineError('connection', 'reset');

/** The decorators in the order in which they are composed. */
async function run(...answers: readonly (Page | Error)[]) {
  const fetcher = fakeFetcher(...answers);
  const observer = recordingObserver();
  const whole = retried(observed(judged(fetcher, memoryBlobStore()), observer, 'fetch'), policy);
  const clock = fakeClock({ autoAdvance: true });
  const outcome = await whole
    .fetch(new URL('https://shop.test/chair'), fakeContext({ clock }))
    .catch((error: unknown) => error);
  return { outcome, observer, clock };
}

describe('retried(observed(judged(fetcher)))', () => {
  test('leaves one fact an attempt, numbered, with what the attempt noted', async () => {
    const page = fakePage();
    const { outcome, observer } = await run(broken, fakePage({ status: 503, body: '' }), page);
    expect(outcome).toBe(page);
    expect(
      observer.facts.map(({ kind, attempt, outcome: ended, attributes }) => ({ kind, attempt, ended, attributes })),
    ).toEqual([
      { kind: 'fetch', attempt: 1, ended: 'connection', attributes: { fetched: true } },
      {
        kind: 'fetch',
        attempt: 2,
        ended: 'http_server_error',
        attributes: { fetched: true, retry: 1, retry_reason: 'connection', confidence: 'declared' },
      },
      {
        kind: 'fetch',
        attempt: 3,
        ended: 'ok',
        attributes: { fetched: true, retry: 2, retry_reason: 'http_server_error' },
      },
    ]);
    expect(observer.scopes.map(({ name }) => name)).toEqual(['fake', 'fake', 'fake']);
  });

  test('gives up when the retries are spent', async () => {
    const { outcome, observer } = await run(broken);
    expect(outcome).toMatchObject({ category: 'connection' });
    expect(observer.facts.length).toBe(3);
  });

  test('does not try again what is permanent', async () => {
    const { outcome, observer } = await run(fakePage({ status: 404 }));
    expect(outcome).toMatchObject({ category: 'not_found' });
    expect(observer.facts.length).toBe(1);
  });

  test('waits as long as a failing server asks for', async () => {
    const { clock } = await run(fakePage({ status: 503, headers: { 'retry-after': '3' } }), fakePage());
    expect(clock.sleeps).toEqual([3_000]);
  });

  test('parks the whole host when it is told to slow down', async () => {
    const { outcome } = await run(fakePage({ status: 429, headers: { 'retry-after': '30' } }));
    expect(outcome).toBeInstanceOf(Park);
    expect(outcome).toMatchObject({ scope: 'key', category: 'rate_limited' });
  });
});
