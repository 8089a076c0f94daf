import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import type { KeptTrace } from '#core/trace.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { runSpanId, runTraceId } from '#telemetry/span-id.ts';
import { traceKeeper } from '#telemetry/trace-keeper.ts';
import { longestText } from '#telemetry/fact-attributes.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { fact } from '../fakes/fact.ts';

const limits = { facts: 60, items: 8, factsOfItem: 20, eventsOfFact: 4 };
const item = (id: string): Item<Json> => ({ id, key: 'shop.test', input: null });
const traceOf = (id: string) => id.padStart(32, '0');

function keeper(policy: Partial<Parameters<typeof traceKeeper>[0]['policy']> = {}) {
  const kept: KeptTrace[] = [];
  const clock = fakeClock();
  const made = traceKeeper({
    run: 'run-1',
    runSpan: { traceId: runTraceId('run-1', 'us'), spanId: runSpanId('run-1', 'us') },
    definitions: specbookCatalogue.spans,
    policy: { ratio: 0, slow: 1e9, lowScore: 0.5, first: 0, ...policy },
    limits,
    clock,
    describe: () => ({}),
    keep: (trace) => void kept.push(trace),
  });
  const start = (id: string) =>
    made.watch({ kind: 'started', item: item(id), round: 1, traceId: traceOf(id), earlierTraceId: undefined });
  const park = (id: string) =>
    made.watch({ kind: 'parked', item: item(id), until: 1, scope: 'item', category: 'timeout' });
  const tell = (id: string, given: Partial<Fact> = {}) =>
    made.observer.fact(fact({ kind: 'fetch', item: id, trace: traceOf(id), at: clock.now(), ...given }));
  const settle = (id: string) => {
    const settlement = { item: id, round: 1, traceId: traceOf(id), at: clock.now(), facts: [] };
    made.watch({
      kind: 'settled',
      item: item(id),
      settlement: { ...settlement, outcome: 'succeeded', schema: 'thing/1', record: null },
    });
  };
  const letGo = (id: string) => made.watch({ kind: 'let_go', item: item(id) });
  return { made, kept, clock, start, park, tell, settle, letGo };
}

describe('a trace', () => {
  test('is not kept when nothing speaks for it', () => {
    const { start, tell, settle, kept, made } = keeper();
    start('a');
    tell('a');
    settle('a');
    expect(kept).toEqual([]);
    expect(made.held()).toEqual({ items: 0, facts: 0 });
    expect(made.counts()).toEqual({ settled: 1, kept: 0, lost: 0 });
  });

  test.each([
    ['low_quality', { lowScore: 0.5 }, { kind: 'stage', attributes: { score_grounding: 0.4 } }],
    ['retried', {}, { outcome: 'timeout' }],
    ['first', { first: 1 }, {}],
    ['sampled', { ratio: 1 }, {}],
    ['slow', { slow: 0 }, {}],
  ] as const)('is kept because: %s', (reason, policy, given) => {
    const { start, tell, settle, kept } = keeper(policy);
    start('a');
    tell('a', given);
    settle('a');
    expect(kept.map(({ reasons }) => reasons)).toEqual([[reason]]);
  });

  test('is sampled by its id: the same share whoever asks, and about as many as asked for', () => {
    const { start, settle, kept } = keeper({ ratio: 0.1 });
    const ids = Array.from({ length: 2_000 }, (_, number) =>
      BigInt.asUintN(52, BigInt(number + 1) * 0x9e3779b97f4a7n).toString(16),
    );
    for (const id of ids) {
      start(id);
      settle(id);
    }
    expect(kept.length).toBeGreaterThan(150);
    expect(kept.length).toBeLessThan(250);
    const again = keeper({ ratio: 0.1 });
    for (const id of ids.toReversed()) {
      again.start(id);
      again.settle(id);
    }
    expect(new Set(again.kept.map(({ traceId }) => traceId))).toEqual(new Set(kept.map(({ traceId }) => traceId)));
  });

  test('goes on when its item was parked, and is ended unfinished when nobody takes it up any more', () => {
    const { start, tell, park, settle, kept, made, clock } = keeper({ first: 2 });
    start('a');
    tell('a', { attempt: 1 });
    park('a');
    void clock.advance(50);
    start('a');
    tell('a', { attempt: 2 });
    settle('a');
    start('b');
    park('b');
    made.close();
    expect(kept.map(({ spans, outcome }) => [outcome, spans.length])).toEqual([
      ['succeeded', 3],
      ['unfinished', 1],
    ]);
    expect(kept[1]?.spans[0]).toMatchObject({ status: 'unset', events: [{ name: 'specbook.parked' }] });
  });

  test('holds an operation that had not ended when its item was let go, and nothing that comes in later', async () => {
    const { made, start, tell, letGo, kept, clock } = keeper();
    start('a');
    const working = Promise.withResolvers<undefined>();
    const context = fakeContext({ clock, item: item('a'), stage: 'scraping' });
    const work = made.observer.around({ kind: 'stage', name: 'scraping', context }, () => working.promise);
    await clock.advance(30);
    letGo('a');
    tell('a');
    working.resolve(undefined);
    await work;
    expect(kept).toHaveLength(1);
    expect(kept[0]?.spans).toMatchObject([
      { name: 'item', status: 'error', attributes: { 'error.type': 'cancelled' } },
      { name: 'scraping', attributes: { 'error.type': 'cancelled' } },
    ]);
    expect(kept[0]?.spans.map(({ start: from, end }) => end - from)).toEqual([30, 30]);
    expect(made.held().facts).toBe(0);
  });

  test('of an item with too many attempts has the first and the last of them, and says how many are missing', () => {
    const { start, tell, settle, kept } = keeper({ first: 1 });
    start('a');
    for (let attempt = 1; attempt <= 100_000; attempt += 1) tell('a', { attempt, at: attempt });
    settle('a');
    const [root, ...spans] = kept[0]?.spans ?? [];
    expect(root?.attributes).toMatchObject({ 'specbook.trace.dropped': 99_980 });
    const attempts = spans.map(({ attributes }) => attributes['specbook.attempt'] ?? 1);
    expect(attempts.slice(0, 3)).toEqual([1, 2, 3]);
    expect(attempts.slice(-2)).toEqual([99_999, 100_000]);
  });

  test('holds no more of a long text, or of many events, than spans do', () => {
    const { start, tell, settle, kept } = keeper({ first: 1 });
    start('a');
    const event = { name: 'retry_wait', at: 1, attributes: { reason: 'x'.repeat(10_000) } };
    tell('a', { attributes: { url: 'u'.repeat(100_000) }, events: Array.from({ length: 50 }, () => event) });
    settle('a');
    const [, span] = kept[0]?.spans ?? [];
    expect(String(span?.attributes['url.full'])).toHaveLength(longestText);
    expect(span?.events).toHaveLength(limits.eventsOfFact);
    expect(String(span?.events[0]?.attributes['specbook.retry.reason'])).toHaveLength(longestText);
  });
});

test('whatever happens, no more is held than the limits have, and what is held is accounted for', () => {
  const id = fc.integer({ min: 1, max: 12 }).map(String);
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ what: fc.constant('start' as const), id }) },
    {
      weight: 8,
      arbitrary: fc.record({ what: fc.constant('tell' as const), id, times: fc.integer({ min: 1, max: 40 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ what: fc.constantFrom('park' as const, 'settle' as const, 'letGo' as const), id }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (happenings) => {
      const all = keeper({ first: 1e9 });
      for (const happening of happenings) {
        const times = 'times' in happening ? happening.times : 1;
        for (let time = 0; time < times; time += 1) all[happening.what](happening.id);
        const { items, facts } = all.made.held();
        expect(items).toBeLessThanOrEqual(limits.items);
        expect(facts).toBeLessThanOrEqual(limits.facts);
      }
      for (const { spans } of all.kept) expect(spans.length).toBeLessThanOrEqual(limits.factsOfItem + 1);
      all.made.close();
      expect(all.made.held()).toEqual({ items: 0, facts: 0 });
    }),
  );
});
