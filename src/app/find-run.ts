import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { closeNames } from '#core/close-names.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RunStore, StoredRun } from '#core/run-store.ts';
import type { TraceStore } from '#core/trace.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { configure, type Said } from './configure.ts';
import { runsFile } from './workspace.ts';

/** Where runs are looked up. */
export type Runs = { readonly store: RunStore; readonly traces: TraceStore; readonly directory: string };

/**
 * Looks something up among the runs of the data directory that is configured. A directory that is not there holds
 * no runs, and is not made.
 *
 * @throws PipelineError `config`, `store`
 */
export async function withRuns<T>(said: Said, work: (runs: Runs) => Promise<T>): Promise<T> {
  const { configuration } = configure(said);
  const directory = resolve(configuration.run.dataDirectory);
  const file = join(directory, runsFile);
  const store = sqliteRunStore(existsSync(file) ? file : ':memory:');
  try {
    return await work({ store, traces: store.traces, directory });
  } finally {
    await store.close();
  }
}

/** The run of that name, or the latest. @throws PipelineError `config` when there is none, with the names that are near. */
export async function findRun(runs: Runs, id: string | undefined): Promise<StoredRun> {
  const found = await runs.store.find(id);
  if (found !== undefined) return found;
  throw new PipelineError(
    'config',
    `there is no run${id === undefined ? '' : ` named ${id}`}; ${await otherRuns(runs, id)}`,
  );
}

/** How many runs are looked through for names that are near. */
const mostRuns = 1_000;

/** Which runs there are in the place of one that there is not. */
export async function otherRuns({ store, directory }: Runs, id: string | undefined): Promise<string> {
  const known = (await store.list(mostRuns)).map((run) => run.id);
  if (known.length === 0) return `there are no runs in ${directory}`;
  const near = id === undefined ? [] : closeNames(id, known);
  return near.length > 0 ? `did you mean ${near.join(' or ')}?` : `the latest are ${known.slice(0, 5).join(', ')}`;
}
