import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { Park } from '#core/park.ts';
import { steps } from '#core/pipeline.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { asJson, numbers, run, stage, trial } from './harness.ts';

const double = stage<Json, Json>('double', (value) => Number(value) * 2);
const describeNumber = stage<Json, Json>('describe', (value) => ({ value }));

describe('runPipeline', () => {
  test('takes every item through the steps, and settles it', async () => {
    const { go, records, store, facts } = await trial(steps<Json>().each(double).each(describeNumber));
    await go({ rows: numbers(50, 3) });
    expect((await records()).map(({ record }) => record)).toEqual(
      Array.from({ length: 50 }, (_, index) => ({ value: 2 * (index + 1) })),
    );
    expect(await store.counts(run)).toMatchObject({ rows: 50, succeeded: 50, remaining: 0 });
    expect(facts.filter(({ kind }) => kind === 'settlement')).toHaveLength(50);
    expect((await store.factTotals(run)).map(({ kind, stage: name, count }) => [kind, name, count])).toEqual([
      ['settlement', '', 50],
      ['stage', 'describe', 50],
      ['stage', 'double', 50],
    ]);
  });

  test('never has more under way than it may', async () => {
    let underWay = 0;
    let most = 0;
    const slow = stage<Json, Json>('slow', async (value) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await sleep(2);
      underWay -= 1;
      return value;
    });
    const { go } = await trial(steps<Json>().each(slow));
    await go({ rows: numbers(40), concurrency: 7 });
    expect(most).toBe(7);
  });

  test('settles a failure with its category, its stage and its outcome', async () => {
    const fussy = stage<Json, Json>('fussy', (value) => {
      if (value === 2) throw new PipelineError('not_found', 'no such page', { details: { status: 404 } });
      if (value === 3) throw new TypeError('oops');
      return value;
    });
    const { go, store } = await trial(steps<Json>().each(fussy));
    await go({ rows: numbers(3) });
    const failures = await Array.fromAsync(store.failures(run));
    expect(failures.map(({ outcome, failure }) => [outcome, failure.category, failure.stage, failure.message])).toEqual(
      [
        ['not_found', 'not_found', 'fussy', 'no such page'],
        ['failed', 'internal', 'fussy', 'TypeError: oops'],
      ],
    );
    expect(failures[0]?.failure.details).toEqual({ status: 404 });
  });

  test('a category that ends the run ends it, and gives every item back', async () => {
    const broken = stage<Json, Json>('broken', async (value) => {
      if (value === 3) throw new PipelineError('config', 'the key is wrong');
      await sleep(1);
      return value;
    });
    const { go, store } = await trial(steps<Json>().each(broken));
    await expect(go({ rows: numbers(20), concurrency: 2 })).rejects.toMatchObject({ category: 'config' });
    const { succeeded, failed, remaining } = await store.counts(run);
    expect(failed).toBe(0);
    expect(succeeded + remaining).toBe((await store.counts(run)).rows);
    expect(await store.outlook(run)).toMatchObject({ claimed: 0 });
  });

  test('when the money is gone, what is under way is finished, and the rest goes on another time', async () => {
    const paid: Json[] = [];
    let purse = 6;
    const spending = stage<Json, Json>('spending', async (value, context) => {
      if (purse === 0) throw new PipelineError('budget_exceeded', 'nothing left');
      purse -= 1;
      await sleep(20, undefined, { signal: context.signal });
      paid.push(value);
      return value;
    });
    const { go, store, records, facts } = await trial(steps<Json>().each(spending));
    await expect(go({ rows: numbers(40), concurrency: 4 })).rejects.toMatchObject({ category: 'budget_exceeded' });
    expect(paid).toHaveLength(6);
    expect(await records()).toHaveLength(6);
    expect(await store.counts(run)).toMatchObject({ succeeded: 6, failed: 0, remaining: 34 });
    expect(await store.outlook(run)).toMatchObject({ claimed: 0 });
    // What had no money has not ended: nothing is on record that its next attempt would repeat.
    expect(facts.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);

    purse = 100;
    await go();
    expect(await store.counts(run)).toMatchObject({ succeeded: 40, remaining: 0 });
    expect(paid).toHaveLength(40);
  });

  test('a parked item frees its slot and comes back', async () => {
    const visits: Json[] = [];
    const waiting = stage<Json, Json>('waiting', (value, context) => {
      visits.push(value);
      if (value === 1 && visits.filter((visit) => visit === 1).length < 3) {
        return context.park(new Date(context.clock.now() + 5));
      }
      return value;
    });
    const { go, store } = await trial(steps<Json>().each(waiting));
    await go({ rows: numbers(3), concurrency: 1 });
    expect(visits).toEqual([1, 2, 3, 1, 1]);
    expect(await store.counts(run)).toMatchObject({ succeeded: 3, remaining: 0 });
  });

  test('a parked key holds only its own items up', async () => {
    const order: string[] = [];
    let parked = false;
    const throttled = stage<Json, Json>('throttled', (value, context) => {
      if (context.item.key === 'key-0' && !parked) {
        parked = true;
        throw new Park(context.clock.now() + 30, 'key');
      }
      order.push(context.item.key);
      return value;
    });
    const { go } = await trial(steps<Json>().each(throttled));
    await go({ rows: numbers(6, 2), concurrency: 1 });
    expect(order).toEqual(['key-1', 'key-1', 'key-1', 'key-0', 'key-0', 'key-0']);
  });

  test('ends a stage at its deadline, even one that does not listen', async () => {
    const deaf = stage<Json, Json>('deaf', () => new Promise<Json>(() => undefined), {
      deadline: { milliseconds: 10, category: 'timeout' },
    });
    const { go, failures } = await trial(steps<Json>().each(deaf));
    await go({ rows: numbers(2) });
    expect(await failures()).toEqual([
      ['item-1', 'timeout'],
      ['item-2', 'timeout'],
    ]);
  });

  test('draining finishes what is under way and begins nothing new', async () => {
    const drain = new AbortController();
    const stopsSoon = stage<Json, Json>('stops', async (value) => {
      if (value === 3) drain.abort();
      await sleep(3);
      return value;
    });
    const { go, store } = await trial(steps<Json>().each(stopsSoon));
    await go({ rows: numbers(30), concurrency: 3, drain: drain.signal });
    const counts = await store.counts(run);
    expect(counts.succeeded).toBeGreaterThanOrEqual(3);
    expect(counts.succeeded).toBeLessThan(10);
    expect(counts.succeeded + counts.remaining).toBe(counts.rows);
  });

  test('stopping lets go at once, and leaves items as they were', async () => {
    const stop = new AbortController();
    const endless = stage<Json, Json>('endless', () => {
      stop.abort(new PipelineError('cancelled', 'stopped'));
      return new Promise<Json>(() => undefined);
    });
    const { go, store } = await trial(steps<Json>().each(endless));
    await go({ rows: numbers(3), stop: stop.signal });
    expect(await store.counts(run)).toMatchObject({ succeeded: 0, failed: 0, remaining: 3 });
    expect(await store.outlook(run)).toMatchObject({ claimed: 0 });
  });

  test('continues with the last stored result of each item', async () => {
    const made: Json[] = [];
    const costly = stage<Json, Json>(
      'costly',
      (value) => {
        made.push(value);
        return Number(value) * 10;
      },
      { artifact: asJson },
    );
    const stop = new AbortController();
    let broken = true;
    const fragile = stage<Json, Json>('fragile', (value) => {
      if (broken && value === 20) stop.abort(new PipelineError('cancelled', 'pulled the plug'));
      if (stop.signal.aborted && broken) return new Promise<Json>(() => undefined);
      return value;
    });
    const { go, records } = await trial(steps<Json>().each(costly).each(fragile));
    await go({ rows: numbers(4), concurrency: 1, stop: stop.signal });
    expect(made).toEqual([1, 2]);
    broken = false;
    await go({ rows: numbers(4), concurrency: 1 });
    expect(new Set(made)).toEqual(new Set([1, 2, 3, 4]));
    expect(made).toHaveLength(4);
    expect((await records()).map(({ record }) => record)).toEqual([10, 20, 30, 40]);
  });

  test('a stored result that cannot be restored is made again', async () => {
    let made = 0;
    const costly = stage<Json, Json>('costly', (value) => ((made += 1), value), {
      artifact: { ...asJson, decode: async () => undefined },
    });
    let parked = false;
    const later = stage<Json, Json>('later', (value, context) => {
      if (parked) return value;
      parked = true;
      return context.park(new Date(context.clock.now()));
    });
    const { go } = await trial(steps<Json>().each(costly).each(later));
    await go({ rows: numbers(1) });
    expect(made).toBe(2);
  });

  test('two processes share a run without sharing an item', async () => {
    const done: Json[] = [];
    const work = stage<Json, Json>('work', async (value) => {
      await sleep(1);
      done.push(value);
      return value;
    });
    const first = await trial(steps<Json>().each(work));
    const second = await trial(steps<Json>().each(work), first.store);
    await first.store.enqueue(run, 0, numbers(60), true);
    await Promise.all([first.go({ owner: 'test' }), second.go({ owner: 'test' })]);
    expect(done).toHaveLength(60);
    expect(new Set(done).size).toBe(60);
  });

  test('whatever happens to the items, the rows add up', async () => {
    const fates = ['ok', 'not_found', 'timeout', 'robots_denied', 'internal', 'park', 'slow'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...fates), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        async (plan, concurrency, keys) => {
          const parked = new Set<Json>();
          const fated = stage<Json, Json>('fated', async (value, context) => {
            const fate = plan[Number(value) - 1] ?? 'ok';
            if (fate === 'park' && !parked.has(value)) {
              parked.add(value);
              context.park(new Date(context.clock.now() + 2));
            }
            if (fate === 'slow') await sleep(2);
            if (fate === 'ok' || fate === 'slow' || fate === 'park') return value;
            throw new PipelineError(fate, fate);
          });
          const { go, store } = await trial(steps<Json>().each(fated));
          await go({ rows: numbers(plan.length, keys), concurrency });
          const { rows, remaining, ...parts } = await store.counts(run);
          expect(rows).toBe(plan.length);
          expect(remaining).toBe(0);
          expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(rows);
          expect(parts.succeeded).toBe(plan.filter((fate) => ['ok', 'slow', 'park'].includes(fate)).length);
          await store.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
