import { readFileSync } from 'node:fs';
import { PipelineError } from '#core/pipeline-error.ts';

/**
 * The content of a file that holds one secret, as containers hand them over, without the final line break.
 *
 * @param setting the setting that names the file, for the complaint.
 * @throws PipelineError `config` when it cannot be read or is empty.
 */
export function readSecretFile(path: string, setting: string): string {
  let secret: string;
  try {
    secret = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new PipelineError('config', `${setting}: cannot read ${path}: ${String(cause)}`, { cause });
  }
  if (secret === '') throw new PipelineError('config', `${setting}: ${path} is empty`);
  return secret;
}
