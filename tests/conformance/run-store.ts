import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fact } from '#core/fact.ts';
import type { Measure } from '#core/measurement.ts';
import type { Claim, FailureFilter, RunStore, SettledOutcome, Settlement, SourceRow } from '#core/run-store.ts';

const run = 'run-1';
const lease = { owner: 'us', until: 1_000 };

const row = (line: number, id = `item-${line}`, key = 'a.test'): SourceRow => ({
  line,
  item: { id, key, input: { url: `https://${key}/${id}`, columns: {} } },
});

const fact = (item: string, attempt: number, outcome: Fact['outcome'] = 'ok', kind = 'fetch'): Fact => ({
  kind,
  item,
  trace: 'trace',
  round: 1,
  stage: 'scraping',
  iteration: 1,
  attempt,
  at: attempt,
  duration: 1.5,
  outcome,
  attributes: { status: 200 },
});

const success = (item: string, facts: readonly Fact[] = []): Settlement => ({
  item,
  round: 1,
  traceId: 'trace',
  at: 5,
  facts,
  outcome: 'succeeded',
  schema: 'thing/1',
  record: { name: item },
});

const failure = (item: string, outcome: Exclude<SettledOutcome, 'succeeded'> = 'failed', round = 1): Settlement => ({
  item,
  round,
  traceId: 'trace',
  at: 5,
  facts: [],
  outcome,
  failure: { category: 'timeout', stage: 'scraping', message: 'too slow', details: { host: 'a.test' } },
});

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const entry of rows) list.push(entry);
  return list;
}

const ids = (claims: readonly Claim[]) => claims.map(({ item }) => item.id);

/** Counts attempts by their outcome, and their durations in two buckets. */
const measure: Measure = ({ kind, outcome, duration }, { project }) => [
  { series: { metric: 'attempts', labels: JSON.stringify({ outcome, project }) }, value: 1, bucket: undefined },
  { series: { metric: `${kind}.duration`, labels: '{}' }, value: duration, bucket: duration <= 1 ? 1 : Infinity },
];

/** What every run store must do. `open` gives one that knows nothing, and adds up what `measure` says. */
export function runStoreConformance(name: string, open: (measure: Measure) => Promise<RunStore>): void {
  describe(`${name} is a run store`, () => {
    let store: RunStore;
    beforeEach(async () => {
      store = await open(measure);
      const configuration = { settings: { 'run.concurrency': 10 } };
      await store.begin({
        id: run,
        pipeline: 'things',
        project: '',
        startedAt: 1,
        configuration,
        environment: { node: '24' },
      });
    });
    afterEach(() => store.close());

    test('tells what items of earlier runs took, and every call of a model', async () => {
      const used = { model: 'small', input_tokens: 100, cached_tokens: 40, output_tokens: 10 };
      const call = (item: string, attempt: number, attributes: Fact['attributes'] = used): Fact => ({
        ...fact(item, attempt, 'ok', 'model_call'),
        attributes,
      });
      const settled = (item: string): Fact => ({ ...fact(item, 1, 'ok', 'settlement'), duration: 50 });
      await store.enqueue(run, 0, [row(1), row(2), row(3)], true);
      await store.claim(run, 3, lease, 0);
      await store.settle(run, success('item-1', [call('item-1', 1), call('item-1', 2), settled('item-1')]), 'us');
      await store.settle(run, success('item-2', [fact('item-2', 1), settled('item-2')]), 'us');
      await store.record(run, [call('item-3', 1, { model: 'large' })]);
      const asked = { models: ['small'], calls: 2, input: 200, cachedInput: 80, output: 20, duration: 50 };
      const free = { models: [], calls: 0, input: 0, cachedInput: 0, output: 0, duration: 50 };
      // What has not settled is not done yet.
      expect(await store.workloads('things', 5)).toEqual([{ run, items: [asked, free] }]);
      expect(await store.workloads('others', 5)).toEqual([]);
      const calls = await all(store.calls(run));
      expect(calls).toEqual([
        { at: 1, attributes: used },
        { at: 2, attributes: used },
        { at: 1, attributes: { model: 'large' } },
      ]);
    });

    test('keeps what a run came to by other prices', async () => {
      const line = { model: 'm', calls: 1, inputTokens: 2, outputTokens: 3 };
      const lines = [{ ...line, was: { version: null, nanoDollars: 0 }, now: { version: 'v2', nanoDollars: 7 } }];
      expect(await store.repricings(run)).toEqual([]);
      await store.keepRepricing(run, { at: 5, lines });
      await store.keepRepricing(run, { at: 9, lines: [] });
      expect(await store.repricings(run)).toEqual([
        { at: 5, lines },
        { at: 9, lines: [] },
      ]);
    });

    test('finds a run by its name, and the latest one without', async () => {
      await store.begin({
        id: 'run-2',
        pipeline: 'things',
        project: '',
        startedAt: 2,
        configuration: {},
        environment: {},
      });
      expect(await store.find(run)).toMatchObject({
        id: run,
        state: 'running',
        configuration: { settings: { 'run.concurrency': 10 } },
        source: { rowsRead: 0, complete: false },
      });
      expect((await store.find())?.id).toBe('run-2');
      expect(await store.find('nonesuch')).toBeUndefined();
      expect((await store.list(5)).map(({ id }) => id)).toEqual(['run-2', run]);
    });

    test('marks how a run ended', async () => {
      await store.mark(run, 'finished', 9);
      expect(await store.find(run)).toMatchObject({ state: 'finished', finishedAt: 9 });
      await store.mark(run, 'running', 10);
      expect((await store.find(run))?.finishedAt).toBeUndefined();
    });

    test('adds up what processes use, and remembers the most memory', async () => {
      expect((await store.find(run))?.usage).toBeUndefined();
      await Promise.all([
        store.addUsage(run, { cpuSeconds: 1.25, peakMemoryBytes: 300 }),
        store.addUsage(run, { cpuSeconds: 2.5, peakMemoryBytes: 200 }),
      ]);
      expect((await store.find(run))?.usage).toEqual({ cpuSeconds: 3.75, peakMemoryBytes: 300 });
    });

    test('refuses a run that it does not know', async () => {
      await expect(store.counts('nonesuch')).rejects.toMatchObject({ category: 'store' });
    });

    test('hands items out in the order of the source, each of them once', async () => {
      await store.enqueue(run, 0, [row(2), row(3), row(4)], true);
      expect(ids(await store.claim(run, 2, lease, 0))).toEqual(['item-2', 'item-3']);
      expect(ids(await store.claim(run, 2, lease, 0))).toEqual(['item-4']);
      expect(await store.claim(run, 2, lease, 0)).toEqual([]);
    });

    test('gives an item back as it was put in', async () => {
      await store.enqueue(run, 0, [row(2)], true);
      const [claim] = await store.claim(run, 1, lease, 0);
      expect(claim).toEqual({
        item: { id: 'item-2', key: 'a.test', input: { url: 'https://a.test/item-2', columns: {} } },
        round: 1,
        traceId: expect.stringMatching(/^[\da-f]{32}$/u) as string,
        earlierTraceId: undefined,
        history: [],
        artifacts: [],
      });
    });

    test('sets duplicates and invalid rows aside, and counts every row', async () => {
      await store.enqueue(run, 0, [row(2, 'x'), row(3, 'x'), { line: 4, reason: 'no URL' }], false);
      await store.enqueue(run, 3, [row(5, 'x'), row(6, 'y')], true);
      expect(await store.counts(run)).toMatchObject({ rows: 5, invalid: 1, duplicate: 2, remaining: 2 });
      expect(await all(store.setAside(run))).toEqual([
        { line: 3, kind: 'duplicate', reason: 'the same as line 2' },
        { line: 4, kind: 'invalid', reason: 'no URL' },
        { line: 5, kind: 'duplicate', reason: 'the same as line 2' },
      ]);
      expect((await store.find(run))?.source).toEqual({ rowsRead: 5, complete: true });
    });

    test('tells rows of several files apart, also when they share a line', async () => {
      const from = (source: string, line: number, id: string): SourceRow => ({ ...row(line, id), source });
      const broken = { line: 3, source: 'b.csv', reason: 'no URL' };
      await store.enqueue(run, 0, [from('a.csv', 2, 'x'), from('b.csv', 2, 'y'), from('b.csv', 2, 'x'), broken], false);
      await store.enqueue(run, 4, [{ line: 3, source: 'c.csv', reason: 'no URL' }], true);
      expect(await store.counts(run)).toMatchObject({ rows: 5, invalid: 2, duplicate: 1, remaining: 2 });
      expect(await all(store.setAside(run))).toEqual([
        { line: 2, source: 'b.csv', kind: 'duplicate', reason: 'the same as line 2 of a.csv' },
        { line: 3, source: 'b.csv', kind: 'invalid', reason: 'no URL' },
        { line: 3, source: 'c.csv', kind: 'invalid', reason: 'no URL' },
      ]);
      await store.claim(run, 2, lease, 0);
      await store.settle(run, failure('y'), lease.owner);
      expect(await all(store.failures(run))).toMatchObject([{ line: 2, source: 'b.csv', item: { id: 'y' } }]);
    });

    test('keeps what every row asked for, with the record that they share', async () => {
      const place = (line: number, room: string): SourceRow => ({
        line,
        item: { id: 'x', key: 'a.test', input: { columns: { room } } },
      });
      await store.enqueue(run, 0, [place(2, 'Lobby'), row(3), place(4, 'Bar'), place(4, 'Attic')], false);
      await store.enqueue(run, 4, [{ ...place(2, 'Cellar'), source: 'b.csv' }], true);
      await store.claim(run, 5, lease, 0);
      await store.settle(run, success('x'), lease.owner);
      await store.settle(run, success('item-3'), lease.owner);
      const records = await all(store.records(run));
      expect(records.map(({ item, repeats }) => [item.input, repeats])).toEqual([
        [
          { columns: { room: 'Lobby' } },
          [
            { line: 4, input: { columns: { room: 'Bar' } } },
            { line: 4, input: { columns: { room: 'Attic' } } },
            { line: 2, source: 'b.csv', input: { columns: { room: 'Cellar' } } },
          ],
        ],
        [expect.anything(), []],
      ]);
    });

    test('gives the records of items that are named, in the order in which they are named', async () => {
      await store.enqueue(run, 0, [row(2), row(3), row(4), row(5), row(3)], true);
      await store.claim(run, 5, lease, 0);
      for (const id of ['item-2', 'item-3', 'item-4']) await store.settle(run, success(id), lease.owner);
      const named = async (items: readonly string[]) =>
        (await all(store.records(run, items))).map(({ item, repeats }) => [item.id, repeats.length]);
      expect(await named(['item-4', 'item-5', 'item-2', 'none', 'item-3', 'item-4'])).toEqual([
        ['item-4', 0],
        ['item-2', 0],
        ['item-3', 1],
        ['item-4', 0],
      ]);
      expect(await named([])).toEqual([]);
      // More than are read at once.
      expect(await named(Array.from({ length: 1_200 }, () => 'item-2'))).toHaveLength(1_200);
    });

    test('takes a batch only from where the source stands', async () => {
      expect(await store.enqueue(run, 0, [row(2), row(3)], false)).toBe(true);
      expect(await store.enqueue(run, 0, [row(2), row(3)], false)).toBe(false);
      expect(await store.counts(run)).toMatchObject({ rows: 2, duplicate: 0, remaining: 2 });
    });

    test('lets keys take turns', async () => {
      const rows = [2, 3, 4, 5].map((line) => row(line)).concat([row(6, 'b1', 'b.test'), row(7, 'c1', 'c.test')]);
      await store.enqueue(run, 0, rows, true);
      expect(ids(await store.claim(run, 3, lease, 0))).toEqual(['item-2', 'b1', 'c1']);
      expect(ids(await store.claim(run, 3, lease, 0))).toEqual(['item-3', 'item-4', 'item-5']);
    });

    test('never hands out more than the limit', async () => {
      const rows = Array.from({ length: 30 }, (_, index) => row(index + 2, `i${index}`, `host-${index % 7}.test`));
      await store.enqueue(run, 0, rows, true);
      const seen: string[] = [];
      for (const limit of [1, 5, 8, 20]) {
        const claims = await store.claim(run, limit, lease, 0);
        expect(claims.length).toBeLessThanOrEqual(limit);
        seen.push(...ids(claims));
      }
      expect(new Set(seen).size).toBe(30);
    });

    test('tells all that is on record of an item, and finds it by its trace', async () => {
      await store.enqueue(run, 0, [row(2), { ...row(3), source: 'b.csv' }], true);
      expect(await store.history(run, 'item-2')).toMatchObject({ state: 'ready', traceId: undefined, facts: [] });
      const [first] = await store.claim(run, 1, lease, 0);
      const events = [{ name: 'retry_wait', at: 1, attributes: { milliseconds: 5 } }];
      const facts = [{ ...fact('item-2', 2), events }, fact('item-2', 1, 'timeout')];
      await store.settle(run, { ...failure('item-2'), facts }, lease.owner);
      const history = await store.history(run, 'item-2');
      expect(history).toEqual({
        item: first?.item,
        line: 2,
        state: 'failed',
        traceId: first?.traceId,
        earlierTraceId: undefined,
        round: 1,
        settledAt: 5,
        facts: [facts[1], facts[0]].map((each) => ({ ...each, trace: first?.traceId })),
        failure: { category: 'timeout', stage: 'scraping', message: 'too slow', details: { host: 'a.test' } },
      });
      expect(await store.history(run, 'nonesuch')).toBeUndefined();
      expect(await store.itemOfTrace(first?.traceId ?? '')).toEqual({ run, item: 'item-2' });
      expect(await store.itemOfTrace('nonesuch')).toBeUndefined();
      // Of a new round only what belongs to it; the trace of the round before still leads to the item.
      await store.reopen(run);
      const [again] = await store.claim(run, 1, lease, 10);
      expect(await store.history(run, 'item-2')).toMatchObject({
        state: 'claimed',
        round: 2,
        earlierTraceId: first?.traceId,
        facts: [],
        failure: undefined,
      });
      expect(again?.traceId).not.toBe(first?.traceId);
      expect(await store.itemOfTrace(first?.traceId ?? '')).toEqual({ run, item: 'item-2' });
    });

    test('lists its first items in the order of the source', async () => {
      await store.enqueue(run, 0, [row(2), row(3), row(4)], true);
      expect((await store.items(run, 2)).map(({ id }) => id)).toEqual(['item-2', 'item-3']);
    });

    test('keeps a parked item back until its time, and then knows its trace', async () => {
      await store.enqueue(run, 0, [row(2), row(3)], true);
      const [first] = await store.claim(run, 1, lease, 0);
      if (first === undefined) throw new Error('nothing was claimed');
      const facts = [fact('item-2', 1, 'http_server_error')];
      await store.park(run, { item: first.item, until: 50, scope: 'item', facts }, lease.owner);
      expect(ids(await store.claim(run, 5, lease, 49))).toEqual(['item-3']);
      expect(await store.outlook(run)).toEqual({ nextReady: 50, claimed: 1 });
      const [again] = await store.claim(run, 5, lease, 50);
      expect(again).toMatchObject({
        item: { id: 'item-2' },
        traceId: first.traceId,
        earlierTraceId: undefined,
        history: [{ kind: 'fetch', attempt: 1, outcome: 'http_server_error' }],
      });
    });

    test('begins another trace for another owner, for an item given back, and for a new round, and knows the earlier', async () => {
      await store.enqueue(run, 0, [row(2)], true);
      const traces: [string, string | undefined][] = [];
      const take = async (owner: string) => {
        const [claim] = await store.claim(run, 1, { owner, until: 1_000 }, 100);
        if (claim === undefined) throw new Error('nothing was claimed');
        traces.push([claim.traceId, claim.earlierTraceId]);
        return claim;
      };
      const { item } = await take('one');
      await store.park(run, { item, until: 50, scope: 'item', facts: [] }, 'one');
      await take('two');
      await store.release(run, 'two');
      await take('two');
      await store.settle(run, failure('item-2'), 'two');
      await store.reopen(run);
      await take('two');
      const own = traces.map(([id]) => id);
      expect(new Set(own).size).toBe(4);
      expect(traces.map(([, earlier]) => earlier)).toEqual([undefined, ...own.slice(0, 3)]);
    });

    test('parks a whole key, and leaves the others alone', async () => {
      await store.enqueue(run, 0, [row(2), row(3), row(4, 'b1', 'b.test')], true);
      const [first] = await store.claim(run, 1, lease, 0);
      if (first === undefined) throw new Error('nothing was claimed');
      await store.park(run, { item: first.item, until: 50, scope: 'key', facts: [] }, lease.owner);
      expect(ids(await store.claim(run, 5, lease, 49))).toEqual(['b1']);
      expect(ids(await store.claim(run, 5, lease, 50)).toSorted()).toEqual(['item-2', 'item-3']);
    });

    test('a new row of a parked key waits with it', async () => {
      await store.enqueue(run, 0, [row(2)], false);
      const [first] = await store.claim(run, 1, lease, 0);
      if (first === undefined) throw new Error('nothing was claimed');
      await store.park(run, { item: first.item, until: 50, scope: 'key', facts: [] }, lease.owner);
      await store.enqueue(run, 1, [row(3)], true);
      expect(await store.claim(run, 5, lease, 49)).toEqual([]);
      expect(await store.claim(run, 5, lease, 50)).toHaveLength(2);
    });

    test('settles once, for the owner only, and keeps record and facts together', async () => {
      await store.enqueue(run, 0, [row(2)], true);
      const [claim] = await store.claim(run, 1, lease, 0);
      expect(await store.settle(run, success('item-2', [fact('item-2', 1)]), 'somebody else')).toBe(false);
      expect(await store.factTotals(run)).toEqual([]);
      expect(await store.settle(run, success('item-2', [fact('item-2', 1)]), lease.owner)).toBe(true);
      expect(await store.settle(run, success('item-2', [fact('item-2', 2)]), lease.owner)).toBe(false);
      expect(await store.factTotals(run)).toEqual([
        { kind: 'fetch', stage: 'scraping', outcome: 'ok', count: 1, duration: 1.5 },
      ]);
      expect(await all(store.records(run))).toEqual([
        {
          item: { id: 'item-2', key: 'a.test', input: { url: 'https://a.test/item-2', columns: {} } },
          line: 2,
          traceId: claim?.traceId,
          record: { name: 'item-2' },
          repeats: [],
        },
      ]);
    });

    test('a fact told twice counts once', async () => {
      await store.enqueue(run, 0, [row(2)], true);
      await store.record(run, [fact('item-2', 1), fact('item-2', 1)]);
      await store.record(run, [fact('item-2', 1, 'timeout'), fact('item-2', 2, 'timeout')]);
      expect((await store.factTotals(run)).map(({ outcome, count }) => [outcome, count])).toEqual([
        ['ok', 1],
        ['timeout', 1],
      ]);
    });

    test('gives artifacts back to an item that is delivered again, and drops them once it has succeeded', async () => {
      await store.enqueue(run, 0, [row(2)], true);
      await store.claim(run, 1, lease, 0);
      const artifact = { stage: 'scraping', iteration: 1, schema: 'page/1', artifact: { body: 'abc' } };
      await store.checkpoint(run, 'item-2', { ...artifact, artifact: { body: 'old' } }, [fact('item-2', 1)]);
      await store.checkpoint(run, 'item-2', artifact, [fact('item-2', 1)]);
      await store.release(run, lease.owner);
      const [again] = await store.claim(run, 1, lease, 0);
      expect(again?.artifacts).toEqual([artifact]);
      expect(again?.history).toMatchObject([{ kind: 'fetch', attempt: 1, outcome: 'ok' }]);
    });

    test('frees what dead and silent owners held', async () => {
      await store.enqueue(run, 0, [row(2), row(3), row(4)], true);
      await store.claim(run, 1, { owner: 'alive', until: 100 }, 0);
      await store.claim(run, 1, { owner: 'dead', until: 100 }, 0);
      await store.claim(run, 1, { owner: 'silent', until: 10 }, 0);
      const isAlive = async (owner: string) => owner !== 'dead';
      expect(await store.reclaim(run, 20, isAlive)).toBe(2);
      expect(ids(await store.claim(run, 5, lease, 20)).toSorted()).toEqual(['item-3', 'item-4']);
    });

    test('a renewed lease holds', async () => {
      await store.enqueue(run, 0, [row(2)], true);
      await store.claim(run, 1, { owner: 'us', until: 10 }, 0);
      await store.renew(run, { owner: 'us', until: 100 });
      expect(await store.reclaim(run, 50, async () => true)).toBe(0);
    });

    test('an owner that lost an item cannot park it', async () => {
      await store.enqueue(run, 0, [row(2)], true);
      const [first] = await store.claim(run, 1, lease, 0);
      if (first === undefined) throw new Error('nothing was claimed');
      await store.release(run, lease.owner);
      await store.claim(run, 1, { owner: 'them', until: 100 }, 0);
      await store.park(run, { item: first.item, until: 5, scope: 'item', facts: [] }, lease.owner);
      expect(await store.settle(run, success('item-2'), 'them')).toBe(true);
    });

    test('reopens what failed or was skipped, for a new round, and nothing else', async () => {
      await store.enqueue(run, 0, [row(2), row(3), row(4), row(5)], true);
      await store.claim(run, 4, lease, 0);
      await store.record(run, [fact('item-3', 1, 'timeout')]);
      await store.settle(run, success('item-2'), lease.owner);
      await store.settle(run, failure('item-3'), lease.owner);
      await store.settle(run, failure('item-4', 'not_found'), lease.owner);
      await store.settle(run, failure('item-5', 'skipped'), lease.owner);
      expect((await all(store.failures(run))).map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
        ['failed', 1],
        ['not_found', 0],
        ['skipped', 0],
      ]);
      expect(await store.reopen(run)).toBe(2);
      const claims = await store.claim(run, 5, lease, 0);
      expect(claims.map(({ item, round, history }) => [item.id, round, history.length])).toEqual([
        ['item-3', 2, 0],
        ['item-5', 2, 0],
      ]);
      await store.settle(run, failure('item-3', 'failed', 2), lease.owner);
      expect(await store.counts(run)).toMatchObject({
        succeeded: 1,
        failed: 1,
        not_found: 1,
        skipped: 0,
        remaining: 1,
      });
    });

    test('gives the failures of a category, of a key, or of both', async () => {
      await store.enqueue(run, 0, [row(2), row(3), row(4, 'b1', 'b.test')], true);
      await store.claim(run, 3, lease, 0);
      const refused = { category: 'bot_detected', stage: 'scraping', message: 'no', details: {} } as const;
      await store.settle(run, failure('item-2'), lease.owner);
      await store.settle(run, { ...failure('item-3'), outcome: 'failed', failure: refused }, lease.owner);
      await store.settle(run, { ...failure('b1'), outcome: 'failed', failure: refused }, lease.owner);
      const lines = async (filter: FailureFilter) => (await all(store.failures(run, filter))).map(({ line }) => line);
      expect(await lines({})).toEqual([2, 3, 4]);
      expect(await lines({ category: 'bot_detected' })).toEqual([3, 4]);
      expect(await lines({ key: 'a.test' })).toEqual([2, 3]);
      expect(await lines({ category: 'bot_detected', key: 'a.test' })).toEqual([3]);
      expect(await lines({ category: 'tls' })).toEqual([]);
    });

    test('reads long lists whole and in order', async () => {
      const rows = Array.from({ length: 1_234 }, (_, index) => row(index + 2));
      await store.enqueue(run, 0, rows, true);
      for (;;) {
        const claims = await store.claim(run, 100, lease, 0);
        if (claims.length === 0) break;
        await Promise.all(claims.map(({ item }) => store.settle(run, success(item.id), lease.owner)));
      }
      const lines = (await all(store.records(run))).map(({ line }) => line);
      expect(lines).toEqual(rows.map(({ line }) => line));
    });

    describe('as a ledger', () => {
      const attempts = async () =>
        (await store.totals()).filter(({ metric }) => metric === 'attempts').map(({ labels, sum }) => [labels, sum]);
      const ok = '{"outcome":"ok","project":""}';

      test('adds up what facts of all runs come to, by pipeline, metric, labels and bucket', async () => {
        const begun = { startedAt: 2, configuration: {}, environment: {} };
        await store.begin({ id: 'run-2', pipeline: 'things', project: '', ...begun });
        await store.begin({ id: 'run-3', pipeline: 'others', project: 'lobby', ...begun });
        for (const id of [run, 'run-2', 'run-3']) await store.enqueue(id, 0, [row(2)], true);
        const slow = { ...fact('item-2', 1), duration: 1.5, at: 10, trace: 'slow' };
        const quick = { ...fact('item-2', 2), duration: 0.5, at: 20, trace: 'quick' };
        await store.record(run, [slow, quick]);
        await store.record('run-2', [{ ...quick, trace: 'later', at: 30 }]);
        await store.record('run-3', [slow]);
        const totals = await store.totals();
        expect(totals.filter(({ pipeline }) => pipeline === 'things')).toEqual([
          {
            pipeline: 'things',
            metric: 'attempts',
            labels: ok,
            bucket: undefined,
            count: 3,
            sum: 3,
            exemplar: { trace: 'later', value: 1, at: 31 },
          },
          {
            pipeline: 'things',
            metric: 'fetch.duration',
            labels: '{}',
            bucket: 1,
            count: 2,
            sum: 1,
            exemplar: { trace: 'later', value: 0.5, at: 31 },
          },
          {
            pipeline: 'things',
            metric: 'fetch.duration',
            labels: '{}',
            bucket: Infinity,
            count: 1,
            sum: 1.5,
            exemplar: { trace: 'slow', value: 1.5, at: 12 },
          },
        ]);
        expect(totals.filter(({ pipeline }) => pipeline === 'others').map(({ labels }) => labels)).toEqual([
          '{"outcome":"ok","project":"lobby"}',
          '{}',
        ]);
      });

      test('says what a run has added by itself: all runs together are the totals', async () => {
        const begun = { startedAt: 2, configuration: {}, environment: {} };
        await store.begin({ id: 'run-2', pipeline: 'things', project: 'lobby', ...begun });
        // More than are read at once, with facts of several runs in between.
        const rows = Array.from({ length: 450 }, (_, index) => row(index + 2));
        for (const id of [run, 'run-2']) await store.enqueue(id, 0, rows, true);
        for (const { item } of rows) {
          if (item === undefined) continue;
          await Promise.all([run, 'run-2'].map((id) => store.record(id, [fact(item.id, 1), fact(item.id, 2)])));
        }
        await store.record('run-2', [fact('item-2', 3, 'timeout')]);
        const attemptsOf = async (id: string) =>
          (await store.runTotals(id, measure))
            .filter(({ metric }) => metric === 'attempts')
            .map(({ labels, count, sum }) => [labels, count, sum]);
        expect(await attemptsOf(run)).toEqual([[ok, 900, 900]]);
        expect(await attemptsOf('run-2')).toEqual([
          ['{"outcome":"ok","project":"lobby"}', 900, 900],
          ['{"outcome":"timeout","project":"lobby"}', 1, 1],
        ]);
        const durations = (of: readonly { metric: string; sum: number }[]) =>
          of.filter(({ metric }) => metric === 'fetch.duration').reduce((total, { sum }) => total + sum, 0);
        const both = [...(await store.runTotals(run, measure)), ...(await store.runTotals('run-2', measure))];
        expect(durations(both)).toBe(durations(await store.totals()));
      });

      test('counts a fact once, however and with whatever it is told again', async () => {
        await store.enqueue(run, 0, [row(2), row(3)], true);
        const [first] = await store.claim(run, 2, lease, 0);
        if (first === undefined) throw new Error('nothing was claimed');
        const told = fact('item-2', 1);
        const artifact = { stage: 'scraping', iteration: 1, schema: 'page/1', artifact: {} };
        await store.record(run, [told, told]);
        await store.checkpoint(run, 'item-2', artifact, [told, fact('item-2', 2)]);
        await store.park(run, { item: first.item, until: 0, scope: 'item', facts: [fact('item-2', 2)] }, lease.owner);
        await store.claim(run, 1, lease, 0);
        expect(await attempts()).toEqual([[ok, 2]]);
        await store.settle(run, success('item-2', [fact('item-2', 1), fact('item-2', 3)]), lease.owner);
        await store.settle(run, success('item-3', [fact('item-3', 1, 'timeout')]), lease.owner);
        expect(await attempts()).toEqual([
          [ok, 3],
          ['{"outcome":"timeout","project":""}', 1],
        ]);
      });

      test('counts nothing of what is not stored', async () => {
        await store.enqueue(run, 0, [row(2)], true);
        await store.claim(run, 1, lease, 0);
        await store.settle(run, success('item-2', [fact('item-2', 1)]), 'somebody else');
        await store.record(run, [fact('an item that it does not know', 1)]);
        expect(await store.totals()).toEqual([]);
      });

      test('counts each of many writes that arrive together', async () => {
        const rows = Array.from({ length: 150 }, (_, index) => row(index + 2));
        await store.enqueue(run, 0, rows, true);
        await store.claim(run, 150, lease, 0);
        const settled = rows.flatMap(({ item }) => (item === undefined ? [] : [success(item.id, [fact(item.id, 1)])]));
        await Promise.all(settled.map((settlement) => store.settle(run, settlement, lease.owner)));
        expect(await attempts()).toEqual([[ok, 150]]);
      });

      test('knows how often a series was shown', async () => {
        const series = (metric: string) => ({ pipeline: 'things', metric, labels: '{}' });
        expect(await store.shown()).toEqual([]);
        await store.countShown([series('a'), series('b')]);
        await store.countShown([series('b')]);
        expect((await store.shown()).toSorted((one, other) => one.times - other.times)).toEqual([
          { ...series('a'), times: 1 },
          { ...series('b'), times: 2 },
        ]);
      });
    });

    test('keeps what its records are worth, the last time that it is told', async () => {
      expect((await store.find(run))?.quality).toBeUndefined();
      await store.keepQuality(run, { score: 0.5 });
      await store.keepQuality(run, { score: 0.8 });
      expect((await store.find(run))?.quality).toEqual({ score: 0.8 });
    });

    test('tells what the runs of a pipeline come to', async () => {
      expect(await store.figures('others', 60)).toEqual({
        states: { running: 0, stopped: 0, finished: 0 },
        latest: undefined,
        finished: undefined,
        usage: undefined,
        losses: undefined,
        stalled: 0,
      });
      const begun = { pipeline: 'things', project: '', configuration: {}, environment: {} };
      await store.begin({ id: 'run-2', startedAt: 20, ...begun });
      await store.begin({ id: 'run-3', startedAt: 30, ...begun });
      await store.enqueue('run-3', 0, [row(2), { line: 3, reason: 'no URL' }], true);
      await store.mark('run-2', 'finished', 25);
      await store.mark(run, 'finished', 50);
      expect(await store.figures('things', 60)).toMatchObject({
        states: { running: 1, stopped: 0, finished: 2 },
        latest: { startedAt: 30, counts: { rows: 2, invalid: 1, remaining: 1 } },
        finished: { startedAt: 1, finishedAt: 50 },
      });
    });

    test('knows what ended the latest run before its time, until it goes on', async () => {
      const endedBy = async () => (await store.figures('things', 60)).latest?.endedBy;
      expect(await endedBy()).toBeUndefined();
      await store.mark(run, 'stopped', 9, 'budget_exceeded');
      expect(await endedBy()).toBe('budget_exceeded');
      await store.mark(run, 'running', 10);
      expect(await endedBy()).toBeUndefined();
    });

    test('adds up what could not be told of a run', async () => {
      await store.addUsage(run, { cpuSeconds: 1, peakMemoryBytes: 1 });
      expect((await store.figures('things', 60)).losses).toEqual({});
      await store.addLosses(run, { spans: 3 });
      await store.addLosses(run, { spans: 4, traces: 1 });
      await store.addLosses(run, {});
      expect((await store.figures('things', 60)).losses).toEqual({ spans: 7, traces: 1 });
    });

    describe('knows for how long a run has not got on', () => {
      const stalled = async (now: number) => (await store.figures('things', now)).stalled;

      test('since anything last happened in it', async () => {
        expect(await stalled(61)).toBe(60);
        await store.enqueue(run, 0, [row(1), row(2)], true);
        await store.claim(run, 1, lease, 0);
        await store.record(run, [{ ...fact('item-1', 1), at: 40, duration: 10 }]);
        expect(await stalled(61)).toBe(11);
        await store.mark(run, 'running', 60);
        expect(await stalled(61)).toBe(1);
      });

      test('and not while all that is left has been told to wait', async () => {
        await store.enqueue(run, 0, [row(1), row(2)], true);
        const [first] = await store.claim(run, 1, lease, 0);
        if (first === undefined) throw new Error('nothing to claim');
        await store.park(run, { item: first.item, until: 500, scope: 'key', facts: [] }, 'us');
        expect(await stalled(400)).toBe(0);
        expect(await stalled(600)).toBe(100);
      });

      test('and not of one that has ended', async () => {
        await store.mark(run, 'stopped', 9);
        expect(await stalled(600)).toBe(0);
      });

      test('nor of an earlier one, unless somebody holds items of it', async () => {
        await store.enqueue(run, 0, [row(1)], true);
        await store.claim(run, 1, { owner: 'us', until: 300 }, 0);
        const begun = { pipeline: 'things', project: '', configuration: {}, environment: {} };
        await store.begin({ id: 'run-2', startedAt: 200, ...begun });
        await store.mark('run-2', 'finished', 250);
        expect(await stalled(300)).toBe(299);
        expect(await stalled(301)).toBe(0);
      });
    });
  });
}
