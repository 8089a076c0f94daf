import { describe, expect, test } from 'vitest';
import { observe } from '#core/observe.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { Park } from '#core/park.ts';
import type { StageContext } from '#core/stage.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { recordingObserver } from '../fakes/observer.ts';

const scope = { kind: 'fetch', name: 'http' };

async function left(work: (context: StageContext) => Promise<unknown>, given: Partial<StageContext> = {}) {
  const observer = recordingObserver();
  await observe(observer, scope, fakeContext({ clock: fakeClock(), ...given }), work).catch(() => undefined);
  return observer.facts;
}

describe('observe leaves one fact', () => {
  test('with what was noted, and with events in the order of their times', async () => {
    const [fact] = await left(async ({ note, event }) => {
      note({ status: 503 });
      event('limiter_wait', { milliseconds: 20 });
      note({ status: 200 });
      event('cache_hit');
    });
    expect(fact).toMatchObject({ trace: fakeContext().traceId, outcome: 'ok', attributes: { status: 200 } });
    expect(fact?.events?.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['limiter_wait', { milliseconds: 20 }],
      ['cache_hit', {}],
    ]);
  });

  test('without events when nothing was said of any', async () => {
    expect((await left(async () => 1))[0]).not.toHaveProperty('events');
  });

  test('that says what it repeats, which is not true of what is inside of it', async () => {
    let inside: StageContext['retry'];
    const facts = await left(
      async ({ retry }) => {
        inside = retry;
      },
      { retry: { number: 2, reason: 'timeout' } },
    );
    expect(facts[0]?.attributes).toEqual({ retry: 2, retry_reason: 'timeout' });
    expect(inside).toBeUndefined();
  });

  test('of its failure, and none when the item is parked: it has not ended', async () => {
    const failed = await left(async () => {
      throw new PipelineError('tls', 'bad');
    });
    expect(failed.map(({ outcome }) => outcome)).toEqual(['tls']);
    const parked = await left(async () => {
      throw new Park(5, 'key');
    });
    expect(parked).toEqual([]);
  });
});
