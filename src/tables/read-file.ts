import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PipelineError } from '#core/pipeline-error.ts';
import type { TableSettings } from './columns.ts';
import { readTable } from './read.ts';
import type { TableRow } from './row.ts';
import { readWorkbookTable } from './xlsx/read.ts';

/**
 * Reads URLs from a file of any kind that is understood: what `readTable` reads, and .xlsx workbooks. What it is, its
 * content tells and not its name.
 *
 * @throws PipelineError `config` when the file cannot be read, or holds nothing that is understood.
 */
export async function* readTableFile(path: string, settings: TableSettings): AsyncGenerator<TableRow> {
  if (await isArchive(path, settings)) yield* readWorkbookTable(path, settings);
  else yield* readTable(createReadStream(path), settings);
}

async function isArchive(path: string, { name }: TableSettings): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return bytesRead === 4 && buffer.toString('latin1') === 'PK\x03\x04';
    } finally {
      await file.close();
    }
  } catch (cause) {
    const isFolder = (cause as NodeJS.ErrnoException).code === 'EISDIR';
    const problem = isFolder ? 'it is a folder; expected a file' : String(cause);
    throw new PipelineError('config', `cannot read ${name}: ${problem}`, { cause });
  }
}
