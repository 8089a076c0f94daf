import { PipelineError } from '#core/pipeline-error.ts';

/**
 * The secret in an environment variable that the configuration names.
 *
 * @param setting the setting that names the variable, for the complaint.
 * @throws PipelineError `config` when it is not set or empty.
 */
export function readSecretVariable(
  name: string,
  setting: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const secret = environment[name]?.trim() ?? '';
  if (secret === '') throw new PipelineError('config', `${setting}: the environment variable ${name} is not set`);
  return secret;
}
