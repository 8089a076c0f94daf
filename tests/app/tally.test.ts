import { describe, expect, test } from 'vitest';
import { medianOf } from '#app/durations.ts';
import { countFact, countNotice, emptyTally } from '#app/tally.ts';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import { fact } from '../fakes/fact.ts';
import { started } from '../fakes/notice.ts';

const call = (attributes: Readonly<Record<string, string | number>>, more = {}) =>
  fact({ kind: 'model_call', stage: 'llm_extraction', attributes, ...more });

describe('a tally', () => {
  test('counts how items ended, what blocked them and who asked to slow down', () => {
    const tally = emptyTally();
    countFact(tally, fact({ kind: 'fetch', outcome: 'bot_detected', attributes: { vendor: 'cloudflare' } }));
    countFact(tally, fact({ kind: 'fetch', outcome: 'rate_limited' }));
    countFact(tally, call({}, { outcome: 'llm_rate_limited' }));
    countFact(tally, fact({ kind: 'settlement', attributes: { outcome: 'succeeded' } }));
    countFact(tally, fact({ kind: 'settlement', outcome: 'bot_detected', attributes: { outcome: 'failed' } }));
    expect(tally).toMatchObject({
      pageRequests: 2,
      rateLimits: { sites: 1, model: 1 },
      settled: { succeeded: 1, failed: 1 },
    });
    expect([...tally.blocks]).toEqual([['cloudflare', 1]]);
    expect([...tally.categories]).toEqual([['bot_detected', 1]]);
  });

  test('keeps what is reported, estimated and unpriced apart, in all, by model and by stage', () => {
    const tally = emptyTally();
    const used = { input_tokens: 100, output_tokens: 10 };
    countFact(tally, call({ ...used, response_model: 'a', cost_source: 'reported', cost_nano_dollars: 1_500 }));
    countFact(tally, call({ ...used, response_model: 'a', cost_source: 'estimated', cost_nano_dollars: 500 }));
    countFact(tally, call({ ...used, response_model: 'b', cost_source: 'unpriced' }));
    countFact(tally, call({}, { outcome: 'llm_timeout' }));
    const all = { calls: 4, inputTokens: 300, outputTokens: 30, reported: 1_500, estimated: 500 };
    expect(tally.spending).toEqual({ ...all, unpriced: 1, unanswered: 1 });
    expect(tally.stages.get('llm_extraction')?.spending).toEqual(tally.spending);
    expect(tally.models.get('a')).toMatchObject({ calls: 2, reported: 1_500, estimated: 500, unpriced: 0 });
    expect(tally.models.get('b')).toMatchObject({ calls: 1, unpriced: 1 });
    expect(tally.models.get('')).toMatchObject({ calls: 1, unanswered: 1 });
  });

  test('knows the median of each stage', () => {
    const tally = emptyTally();
    for (const duration of [10, 100, 1_000]) countFact(tally, fact({ kind: 'stage', duration }));
    const durations = tally.stages.get('scraping')?.durations;
    expect(durations?.sum).toBe(1_110);
    expect(medianOf(durations ?? emptyDurations)).toBeCloseTo(100, -1);
  });

  test('knows which items are under way and which hosts wait, and keeps nothing of what is done', () => {
    const tally = emptyTally();
    const item: Item<Json> = { id: 'one', key: 'shop.test', input: {} };
    const parked = (until: number) =>
      ({ kind: 'parked', item, until, scope: 'key', category: 'rate_limited' }) as const;
    countNotice(tally, started(item));
    expect(tally.inFlight.size).toBe(1);
    countNotice(tally, parked(5_000));
    countNotice(tally, parked(3_000));
    expect(tally.inFlight.size).toBe(0);
    expect(tally.waiting.get('shop.test')).toEqual({ until: 5_000, category: 'rate_limited' });
    countNotice(tally, started(item));
    countNotice(tally, { ...parked(9_000), scope: 'item' });
    expect(tally.waiting.size).toBe(0);
    expect(tally.inFlight.size).toBe(0);
  });
});

const emptyDurations = { count: 0, sum: 0, buckets: new Map<number, number>() };
