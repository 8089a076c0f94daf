import { PipelineError } from '#core/pipeline-error.ts';

/** Runs work on a database file; whatever SQLite complains of becomes a `store` failure that names the file. */
export async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(path, error);
  }
}

export function storeError(path: string, error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PipelineError('store', `${path}: ${message}`, { cause: error });
}
