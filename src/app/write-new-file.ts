import { writeFile } from 'node:fs/promises';
import { PipelineError } from '#core/pipeline-error.ts';

/**
 * Writes a file that a person is to own. `replace: false` leaves alone what is there, also what came there a moment
 * ago.
 *
 * @returns whether it was written.
 * @throws PipelineError `config` when it cannot be.
 */
export async function writeNewFile(path: string, text: string, { replace }: { replace: boolean }): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: replace ? 'w' : 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError('config', `cannot write ${path}: ${reason}`, { cause });
  }
}
