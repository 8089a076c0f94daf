import { PipelineError } from '#core/pipeline-error.ts';
import type { SourceRow, StoredRun } from '#core/run-store.ts';
import { demoSource } from './demonstration.ts';
import type { InputFile } from './input-files.ts';
import type { Settings } from './settings.ts';
import { type Addressing, fileSource } from './source.ts';

/**
 * The rows of a run's input, from its beginning; undefined when the run has read them all.
 *
 * @param demonstration the address of the demonstration's shop, in a demonstration.
 * @param addressing what becomes of an address before it is stored.
 * @throws PipelineError `config` for an input that cannot be read.
 */
export async function sourceOf(
  { run, input }: Settings,
  inputs: readonly InputFile[],
  demonstration: string | undefined,
  earlier: StoredRun | undefined,
  addressing?: Addressing,
): Promise<AsyncIterable<SourceRow> | undefined> {
  if (earlier?.source.complete === true) return undefined;
  if (demonstration !== undefined) return demoSource(demonstration);
  if (run.urlColumn !== undefined && input.columns?.['url'] !== undefined) {
    throw new PipelineError('config', '--url-column and --map url=… say the same; give one of them');
  }
  if (inputs.length === 0) return undefined;
  return fileSource(inputs, { ...input, urlColumn: run.urlColumn }, addressing);
}
