import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '#core/pipeline-error.ts';

/** How standard input is named among the inputs. */
export const standardInput = '-';

const folder = 'standard-input';
/** Bytes: about ten million URLs. */
const largest = 1_000_000_000;

/** Whether a path is that of standard input that was kept. */
export function isKeptInput(path: string): boolean {
  return basename(dirname(path)) === folder;
}

/**
 * Reads standard input to its end and keeps it in the data directory, so that a run can be resumed although it
 * cannot be read a second time; and because a workbook cannot be read from a pipe.
 *
 * @param name tells it from that of other runs.
 * @param signal ends the waiting for more.
 * @returns the path of the file; `forgetInput` removes it.
 * @throws PipelineError `config` when it is too large, `cancelled` when the signal aborts, `store` for the disk.
 */
export async function keepStandardInput(
  input: AsyncIterable<Uint8Array>,
  directory: string,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const path = join(directory, folder, name);
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(input, bounded, createWriteStream(path, { mode: 0o600 }), { signal });
    return path;
  } catch (error) {
    await forgetInput(path);
    if (error instanceof PipelineError) throw error;
    if (signal.aborted) throw new PipelineError('cancelled', 'stopped while standard input was being read');
    throw new PipelineError('store', `standard input cannot be kept in ${path}: ${String(error)}`, { cause: error });
  }
}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > largest) {
      throw new PipelineError('config', 'standard input is larger than 1 GB; save it to a file and give its name');
    }
    yield chunk;
  }
}

/** Removes standard input that was kept, once it has been read or is of no use. Other files are left alone. */
export async function forgetInput(path: string): Promise<void> {
  if (isKeptInput(path)) await rm(path, { force: true });
}
