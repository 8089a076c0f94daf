import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { PipelineError } from '#core/pipeline-error.ts';

/** The files in a ZIP archive, read one at a time from the disk. */
export type Archive = {
  /** By path; paths are compared without case, as Office does. */
  has(path: string): boolean;
  /**
   * The bytes of a file as they are unpacked.
   *
   * @param limit bytes that it may unpack to: a few kilobytes can unpack to gigabytes.
   * @throws PipelineError `config` when it is missing, damaged or larger.
   */
  read(path: string, limit: number): AsyncGenerator<Uint8Array>;
  close(): void;
};

/** A workbook has a few dozen files. */
const mostEntries = 20_000;

/** @throws PipelineError `config` when this is no ZIP archive, or an unreasonable one. */
export async function openArchive(path: string, name: string): Promise<Archive> {
  const refuse = (problem: string, cause?: unknown) =>
    new PipelineError('config', `${name}: ${problem}`, { cause, details: { file: name } });
  const zip = await opened(path, refuse);
  const entries = new Map<string, Entry>();
  try {
    if (zip.entryCount > mostEntries) throw refuse(`the archive holds more than ${mostEntries} files`);
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  } catch (cause) {
    zip.close();
    throw cause instanceof PipelineError ? cause : refuse(damaged, cause);
  }
  return {
    has: (file) => entries.has(file.toLowerCase()),
    async *read(file, limit) {
      const entry = entries.get(file.toLowerCase());
      if (entry === undefined)
        throw refuse(`the workbook has no ${file}; open it in a spreadsheet program and save it`);
      if (entry.isEncrypted()) throw refuse('the workbook has a password; save it without one');
      if (entry.uncompressedSize > limit)
        throw refuse(`${file} is larger than ${limit / 1_000_000} MB; save it as CSV`);
      let stream: Readable | undefined;
      try {
        // It unpacks to no more than the size that was just looked at: yauzl holds it to that.
        stream = await zip.openReadStreamPromise(entry);
        for await (const chunk of stream) yield chunk as Uint8Array;
      } catch (cause) {
        throw cause instanceof PipelineError ? cause : refuse(`${file} is damaged: ${String(cause)}`, cause);
      } finally {
        stream?.destroy();
      }
    },
    close: () => zip.close(),
  };
}

const damaged = 'this is not a whole .xlsx workbook: it is damaged or cut off; save it anew';

async function opened(path: string, refuse: (problem: string, cause: unknown) => PipelineError): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  } catch (cause) {
    throw refuse(damaged, cause);
  }
}
