import type { Pipeline } from '#core/pipeline.ts';
import type { RunStore, SourceRow } from '#core/run-store.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { runPipeline } from '#engine/run-pipeline.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { systemClock, systemRandom } from './system.ts';

export type OnceSettings = {
  /** How many items may be under way at once. */
  readonly concurrency?: number;
};

/**
 * Runs a pipeline of one's own over the rows, in this process and with a store in memory: for small jobs, and to
 * try a pipeline out. The store that it gives answers what became of the items; close it in the end.
 *
 * @throws PipelineError of a category that ends the run.
 */
export async function runOnce<Input, Output>(
  pipeline: Pipeline<Input, Output>,
  rows: AsyncIterable<SourceRow>,
  { concurrency = 4 }: OnceSettings = {},
): Promise<{ readonly run: string; readonly store: RunStore }> {
  const store = sqliteRunStore(':memory:');
  const run = pipeline.name;
  await store.begin({
    id: run,
    pipeline: run,
    project: '',
    startedAt: systemClock.now(),
    configuration: {},
    environment: {},
  });
  const recorder = factRecorder(run, store);
  const never = new AbortController().signal;
  const order = { run, source: rows, alreadyRead: 0, concurrency, drain: never, stop: never };
  const owner = { owner: 'this process', isAlive: async () => true };
  await runPipeline(pipeline, order, {
    ...owner,
    store,
    recorder,
    observer: recorder,
    clock: systemClock,
    random: systemRandom,
  });
  return { run, store };
}
