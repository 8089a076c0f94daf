import { PipelineError } from '#core/pipeline-error.ts';
import { assertLogFile } from '#telemetry/log-file.ts';
import { logFile } from '#telemetry/log-settings.ts';
import type { Settings } from './settings.ts';

/** @throws PipelineError `config` when what is to be logged would go nowhere, or among what programs read. */
export function checkLog({ log, console: { show } }: Settings): void {
  const file = logFile(log);
  if (file !== undefined) assertLogFile(file);
  if (log.to === 'stdout' && show === 'json') {
    const instead = 'expected stderr or a file, as --json writes its events to standard output';
    throw new PipelineError('config', `log.to (--log) is stdout: ${instead}`);
  }
}
