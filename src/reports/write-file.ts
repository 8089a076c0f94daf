import { open, rename, rm } from 'node:fs/promises';
import { PipelineError } from '#core/pipeline-error.ts';

/** Characters that are gathered before they are written. */
const pieceSize = 64 * 1024;

/**
 * Writes a file whole or not at all: into a temporary name beside it, which then takes its place. A reader, or
 * a machine that loses power, sees the old file or the new one.
 *
 * @throws PipelineError `store` when the disk refuses; what `pieces` throws is passed on.
 */
export async function writeFileWhole(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const partial = `${path}.partial`;
  const file = await onDisk(path, () => open(partial, 'w'));
  try {
    try {
      for await (const piece of gathered(pieces)) await onDisk(path, () => file.appendFile(piece));
      await onDisk(path, () => file.sync());
    } finally {
      await file.close();
    }
    await onDisk(path, () => rename(partial, path));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function* gathered(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  let text = '';
  for await (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      if (text.length < pieceSize) continue;
    }
    if (text !== '') yield text;
    text = '';
    if (typeof piece !== 'string') yield piece;
  }
  if (text !== '') yield text;
}

/** Runs one call of the file system, whose errors are then the disk's and not a bug. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PipelineError('store', `${path} cannot be written: ${reason}`, { cause: error, details: { path } });
  }
}
