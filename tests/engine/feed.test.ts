import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceRow } from '#core/run-store.ts';
import { feed } from '#engine/feed.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { numbers, run } from './harness.ts';

async function newStore() {
  const store = sqliteRunStore(':memory:');
  await store.begin({ id: run, pipeline: 'things', project: '', startedAt: 0, configuration: {}, environment: {} });
  return store;
}

/** Gives the rows, and aborts after so many of them, as if the process had been stopped there. */
async function* until(rows: readonly SourceRow[], count: number, stop: AbortController): AsyncGenerator<SourceRow> {
  for (const [index, row] of rows.entries()) {
    if (index === count) stop.abort();
    yield row;
  }
}

test('however often it is stopped, every row is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1_500 }),
      fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 4 }),
      async (count, stops) => {
        const store = await newStore();
        const rows = numbers(count, 3);
        for (const stop of [...stops, Infinity]) {
          const stopped = new AbortController();
          const { rowsRead = 0, complete = false } = (await store.find(run))?.source ?? {};
          if (complete) break;
          await feed(until(rows, stop, stopped), run, rowsRead, store, stopped.signal, () => undefined);
        }
        expect(await store.counts(run)).toMatchObject({ rows: count, duplicate: 0, remaining: count });
        expect((await store.find(run))?.source).toEqual({ rowsRead: count, complete: true });
        await store.close();
      },
    ),
    { numRuns: 25 },
  );
});

test('work can begin before a long source has been read', async () => {
  const store = await newStore();
  let enqueued = 0;
  const source = async function* () {
    yield* numbers(21);
    expect(enqueued).toBe(1);
    yield { line: 99, reason: 'the last' } as const;
  };
  await feed(source(), run, 0, store, new AbortController().signal, () => {
    enqueued += 1;
  });
  expect(enqueued).toBe(2);
});

test('stops when another process feeds the run', async () => {
  const store = await newStore();
  await store.enqueue(run, 0, numbers(5), false);
  await feed(
    until(numbers(30), Infinity, new AbortController()),
    run,
    0,
    store,
    new AbortController().signal,
    () => undefined,
  );
  expect(await store.counts(run)).toMatchObject({ rows: 5, remaining: 5 });
});
