import { join } from 'node:path';
import type { BlobStore } from '#core/blob-store.ts';
import type { Output, OutputFailure, OutputRecord, RunSummary } from '#core/output.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RunStore, StoredRun } from '#core/run-store.ts';
import { type DescribedInput, renderFailures } from './failures-csv.ts';
import { renderRun, renderSetAside } from './run-files.ts';
import { writeSnapshot } from './snapshots.ts';
import { onDisk, writeFileWhole } from './write-file.ts';
import { makeFolder } from './make-folder.ts';

export type OutputSettings<Input, Value> = {
  readonly store: Pick<RunStore, 'find' | 'counts' | 'factTotals' | 'records' | 'failures' | 'setAside'>;
  readonly blobs: Pick<BlobStore, 'get'>;
  readonly run: string;
  /** How the run ends; the store is told after the outputs are written. */
  readonly ending: Pick<StoredRun, 'state' | 'finishedAt'>;
  /** What the run's pipeline gives besides the files that every run has. */
  readonly outputs: readonly Output<Input, Value>[];
  readonly describeInput: (input: Input) => DescribedInput;
};

/**
 * Writes all files of a run into the directory: failures.csv with the page snapshots that it names,
 * invalid-rows.csv, the outputs of the pipeline, and last run.json. Each is streamed from the store and takes
 * its place whole, so this can be done again at any time, also while the run goes on.
 *
 * @returns the paths of the files (without the snapshots), in the order in which they were written.
 * @throws PipelineError `store` when the store cannot be read or a file not be written, or there is no such run.
 */
export async function writeOutputs<Input, Value>(
  directory: string,
  settings: OutputSettings<Input, Value>,
): Promise<readonly string[]> {
  const { store, blobs, run } = settings;
  const summary = await summarise(settings);
  await onDisk(directory, async () => makeFolder(directory));
  const files: (readonly [string, AsyncIterable<string | Uint8Array>])[] = [
    [
      'failures.csv',
      renderFailures(
        () => store.failures(run),
        (failed) => settings.describeInput(failed.item.input as Input),
        (failed) => writeSnapshot(directory, failed, blobs),
      ),
    ],
    ['invalid-rows.csv', renderSetAside(() => store.setAside(run))],
    // The run's records were made by this pipeline under its record schema, so they have its types.
    ...settings.outputs.map(
      (output) =>
        [
          output.fileName,
          output.render(
            summary,
            (items) => store.records(run, items) as AsyncIterable<OutputRecord<Input, Value>>,
            () => store.failures(run) as AsyncIterable<OutputFailure<Input>>,
          ),
        ] as const,
    ),
    ['run.json', renderRun(summary)],
  ];
  const paths: string[] = [];
  for (const [name, pieces] of files) {
    const path = join(directory, name);
    await writeFileWhole(path, pieces);
    paths.push(path);
  }
  return paths;
}

async function summarise<Input, Value>({ store, run: id, ending }: OutputSettings<Input, Value>): Promise<RunSummary> {
  const run = await store.find(id);
  if (run === undefined) throw new PipelineError('store', `there is no run ${id}`);
  return { run: { ...run, ...ending }, counts: await store.counts(id), factTotals: await store.factTotals(id) };
}
