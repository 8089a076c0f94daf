import { PipelineError } from '#core/pipeline-error.ts';

/** What people hand in by mistake, by the bytes it begins with. */
const foreign: readonly (readonly [string, string])[] = [
  ['%PDF', 'is a PDF document'],
  ['PK\x03\x04', 'is a ZIP archive or a spreadsheet that came through a pipe; give it as a file'],
  ['\xD0\xCF\x11\xE0', 'is an old Excel file (.xls) or a workbook with a password; save it as .xlsx without one'],
  ['\x1F\x8B', 'is compressed with gzip; unpack it first'],
  ['\x28\xB5\x2F\xFD', 'is compressed with zstd; unpack it first'],
  ['\x89PNG', 'is a picture'],
  ['\xFF\xD8\xFF', 'is a picture'],
  ['SQLite format 3', 'is a database'],
];

const expected = 'expected CSV, JSON, JSONL, .xlsx or a list of URLs';

/**
 * @param head the first bytes of a file that should be text.
 * @throws PipelineError `config` when they are those of a format that is none.
 */
export function refuseForeign(head: Uint8Array, name: string): void {
  const start = Buffer.from(head).toString('latin1');
  const found = foreign.find(([magic]) => start.startsWith(magic));
  if (found !== undefined) throw new PipelineError('config', `${name} ${found[1]}; ${expected}`);
}

/** The same of bytes that are not UTF-16, in which zeros would be nothing special. */
export function refuseBinary(head: Uint8Array, name: string): void {
  const start = Buffer.from(head).toString('latin1');
  if (/^\s*<(?:!doctype|html|\?xml|\w+[\s>])/iu.test(start.replace(/^\xEF\xBB\xBF/u, ''))) {
    throw new PipelineError('config', `${name} is HTML or XML; ${expected}`);
  }
  const zero = head.indexOf(0);
  if (zero !== -1) throw new PipelineError('config', `${name} is not text (byte ${zero + 1} is zero); ${expected}`);
}
