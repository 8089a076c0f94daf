import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { type BatchStage, type Steps, steps } from '#core/pipeline.ts';
import type { StageContext } from '#core/stage.ts';
import { runItem } from '#engine/run-item.ts';
import { fakeContext } from '../fakes/context.ts';
import { numbers, run, stage, trial } from './harness.ts';

type Draft = { readonly text: string; readonly score: number };

/** Summarise, then criticise and revise until good: the shape of a pipeline to come. */
const summarise = stage<string, Draft>('summarise', (text) => ({ text, score: 0 }));
const turns: number[] = [];
const revise = stage<Draft, Draft>('revise', ({ text, score }, context) => {
  turns.push(context.iteration);
  return { text: `${text}!`, score: score + 1 };
});

const refining = (maxIterations: number) =>
  steps<string>()
    .each(summarise)
    .loop(steps<Draft>().each(revise), ({ score }) => score >= 3, maxIterations);

describe('a loop', () => {
  test('repeats its steps until the value is good, each turn with its number', async () => {
    turns.length = 0;
    expect(await runItem(refining(10).list, 'draft', fakeContext())).toEqual({ text: 'draft!!!', score: 3 });
    expect(turns).toEqual([1, 2, 3]);
  });

  test('gives up after its last turn', async () => {
    expect(await runItem(refining(2).list, 'draft', fakeContext())).toEqual({ text: 'draft!!', score: 2 });
  });

  test('inside a loop numbers its turns on', async () => {
    turns.length = 0;
    const twice = steps<Draft>().loop(steps<Draft>().each(revise), () => false, 2);
    const nested = steps<string>()
      .each(summarise)
      .loop(twice, () => false, 3);
    await runItem(nested.list, 'draft', fakeContext());
    expect(turns).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('runs on the engine, and leaves a fact for each turn', async () => {
    const increment = stage<Json, Json>('increment', (value) => Number(value) + 1);
    const body = steps<Json>().each(increment);
    const { go, records, facts } = await trial(steps<Json>().loop(body, (value) => Number(value) >= 4, 9));
    await go({ rows: numbers(2) });
    expect((await records()).map(({ record }) => record)).toEqual([4, 4]);
    const ofFirst = facts.filter(({ kind, item }) => kind === 'stage' && item === 'item-1');
    expect(ofFirst.map(({ iteration }) => iteration)).toEqual([1, 2, 3]);
  });
});

/** Cluster a whole batch, then tag each of its items: the other shape to come. */
type Clustered = { readonly word: string; readonly cluster: number };
const cluster: BatchStage<string, Clustered> = {
  name: 'cluster',
  async *run(inputs) {
    const all = await Array.fromAsync(inputs);
    const firsts = [...new Set(all.map(({ value }) => value.charAt(0)))];
    for (const { item, value } of all) {
      yield { item, value: { word: value, cluster: firsts.indexOf(value.charAt(0)) } };
    }
  },
};
const tag = stage<Clustered, string>('tag', ({ word, cluster: number }) => `${word}:${number}`);

/** What an engine with a barrier would do, as small as can be: everyone to the gather, the batch, everyone on. */
async function runGathering(
  { list }: Steps<string, string>,
  words: readonly string[],
  context: StageContext,
): Promise<readonly unknown[]> {
  let values: readonly unknown[] = words;
  for (const step of list) {
    if (step.kind !== 'gather') {
      values = await Promise.all(values.map((value) => runItem([step], value, context)));
      continue;
    }
    const items = values.map((value, index) => ({ item: { id: `${index}`, key: '', input: null }, value }));
    const results = step.stage.run(inTurn(items) as AsyncIterable<never>, context);
    values = await Array.fromAsync(results, ({ value }) => value);
  }
  return values;
}

async function* inTurn<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

describe('a gather', () => {
  const clustering = steps<string>().gather(cluster).each(tag);

  test('fits between steps over single items', async () => {
    expect(await runGathering(clustering, ['ash', 'oak', 'alder'], fakeContext())).toEqual([
      'ash:0',
      'oak:1',
      'alder:0',
    ]);
  });

  test('is refused by an engine that cannot run it yet, in words', async () => {
    const gathering = steps<Json>().gather({ ...cluster, async *run() {} } as BatchStage<Json, Json>);
    const { go, store } = await trial(gathering);
    await expect(go({ rows: numbers(1) })).rejects.toMatchObject({ category: 'config' });
    expect((await store.counts(run)).succeeded).toBe(0);
  });
});

describe('a chain of steps', () => {
  test('is typed from end to end', () => {
    expectTypeOf(refining(1)).toEqualTypeOf<Steps<string, Draft>>();
    const texts = steps<string>().each(stage<string, string>('trim', (text) => text.trim()));
    // @ts-expect-error a stage that takes a Draft cannot follow one that gives a string
    expect(texts.each(revise).list).toHaveLength(2);
  });
});
