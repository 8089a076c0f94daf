import { PipelineError } from '#core/pipeline-error.ts';

/**
 * A complaint about the schema of the user's.
 *
 * @param where the file and the place in it: `chair.json, properties.seatHeight`.
 */
export function complaint(where: string, problem: string, cause?: unknown): PipelineError {
  return new PipelineError('config', `extraction.schema (--schema): ${where}: ${problem}`, { cause });
}
