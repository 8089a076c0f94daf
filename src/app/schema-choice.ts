import { PipelineError } from '#core/pipeline-error.ts';
import type { StoredRun } from '#core/run-store.ts';
import { loadRecordSchema } from '#pipelines/specbook/own-schema/load.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import type { Settings } from './settings.ts';

/**
 * The schema of the run's records: the user's, or the one that comes with specbook. The records of one run have
 * one shape, so a run that is resumed must find the schema that it began with.
 *
 * @throws PipelineError `config` when the file is no schema, or not the one that the run began with.
 */
export async function schemaFor({ extraction }: Settings, earlier: StoredRun | undefined): Promise<RecordSchema> {
  const schema = extraction.schema === undefined ? productSchema : await loadRecordSchema(extraction.schema);
  const began = earlier === undefined ? undefined : environmentOf(earlier);
  if (began === undefined || (began.schemaHash ?? undefined) === schema.hash) return schema;
  const file = extraction.schema ?? 'the product record that comes with specbook';
  throw new PipelineError(
    'config',
    `extraction.schema (--schema): run ${earlier?.id} began with ${began.schema}, but ${file} is now ${schema.id}; ` +
      'its records must all have one shape. Bring the schema back as it was, or begin a new run: pages in the ' +
      'cache are not fetched again',
  );
}

type Environment = { readonly schema?: string; readonly schemaHash?: string | null };

/** As `environmentOf` in `environment.ts` stored it. */
const environmentOf = ({ environment }: StoredRun): Environment => environment as Environment;
