import { setTimeout as sleep } from 'node:timers/promises';
import type { Fact } from '#core/fact.ts';
import type { Json } from '#core/json.ts';
import type { Watch } from '#core/notice.ts';
import type { Pipeline, Steps } from '#core/pipeline.ts';
import type { RunStore, SourceRow, StoredRecord } from '#core/run-store.ts';
import type { Stage, StageContext } from '#core/stage.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { runPipeline } from '#engine/run-pipeline.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { fakeRandom } from '../fakes/random.ts';

/** Real time, because the engine's waiting is what is under test; the waits are milliseconds. */
const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds: number, signal?: AbortSignal) => {
    await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted === true ? signal.reason : error;
    });
  },
};

export const run = 'run-1';

export type Trial = {
  readonly store: RunStore;
  readonly facts: Fact[];
  /** Runs until nothing is left, or until the signals say so. */
  go(settings?: {
    readonly rows?: readonly SourceRow[];
    readonly concurrency?: number;
    readonly drain?: AbortSignal;
    readonly stop?: AbortSignal;
    readonly owner?: string;
    readonly watch?: Watch;
  }): Promise<void>;
  records(): Promise<readonly StoredRecord[]>;
  failures(): Promise<readonly (readonly [string, string])[]>;
};

/** A pipeline on a store of its own, in memory unless one is given. */
export async function trial(steps: Steps<Json, Json>, store: RunStore = sqliteRunStore(':memory:')): Promise<Trial> {
  const pipeline: Pipeline<Json, Json> = { name: 'things', steps, recordSchema: 'thing/1' };
  const facts: Fact[] = [];
  if ((await store.find(run)) === undefined) {
    await store.begin({ id: run, pipeline: 'things', project: '', startedAt: 0, configuration: {}, environment: {} });
  }
  return {
    store,
    facts,
    go: async ({ rows, concurrency = 4, drain, stop, owner = 'test', watch } = {}) => {
      const recorder = factRecorder(run, store);
      const observer = {
        around: recorder.around,
        fact: (fact: Fact) => {
          facts.push(fact);
          recorder.fact(fact);
        },
      };
      const never = new AbortController().signal;
      const already = (await store.find(run))?.source.rowsRead ?? 0;
      const order = {
        run,
        source: rows === undefined ? undefined : from(rows),
        alreadyRead: already,
        concurrency,
        drain: drain ?? never,
        stop: stop ?? never,
      };
      const isAlive = async (name: string) => name === owner;
      const ports = { store, clock, random: fakeRandom(), owner, isAlive, observer, recorder };
      await runPipeline(pipeline, order, watch === undefined ? ports : { ...ports, watch });
    },
    records: () => Array.fromAsync(store.records(run)),
    failures: () => Array.fromAsync(store.failures(run), ({ item, failure }) => [item.id, failure.category] as const),
  };
}

async function* from(rows: readonly SourceRow[]): AsyncGenerator<SourceRow> {
  yield* rows;
}

/** So many rows with inputs 1, 2, 3 …, of the given number of keys. */
export function numbers(count: number, keys = 1): readonly SourceRow[] {
  return Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    item: { id: `item-${index + 1}`, key: `key-${index % keys}`, input: index + 1 },
  }));
}

/** A stage made of a function. */
export function stage<In, Out>(
  name: string,
  work: (input: In, context: StageContext) => Out | Promise<Out>,
  rest: Partial<Omit<Stage<In, Out>, 'name' | 'run'>> = {},
): Stage<In, Out> {
  return { name, run: async (input, context) => work(input, context), ...rest };
}

/** Keeps a JSON value as it is. */
export const asJson = {
  schema: 'json/1',
  encode: async (value: Json) => value,
  decode: async (json: Json) => json,
};
