import { PipelineError } from '#core/pipeline-error.ts';
import type { TableSettings } from './columns.ts';
import { decodeText } from './decode.ts';
import type { Piece } from './encodings.ts';
import { readJsonArray } from './json-array.ts';
import { readJsonLines } from './json-rows.ts';
import { type Layout, detectLayout } from './layout.ts';
import { type Line, readLines, tooLong } from './lines.ts';
import { type CsvRecord, readRecords } from './records.ts';
import type { TableRow } from './row.ts';

/**
 * Reads URLs from text: a table with a header (comma, semicolon or tab); a plain list with one URL a line, where
 * blank lines and lines that begin with `#` are skipped; JSON objects, one a line (JSONL); or a JSON array of
 * objects or URLs. Streams: memory does not grow with the text. A row that cannot be read is given as such, and
 * reading goes on. How the bytes become text: see `decodeText`.
 *
 * @throws PipelineError `config` when there are no rows, no column holds the URLs, or this is no text.
 */
export async function* readTable(
  source: AsyncIterable<Uint8Array | string>,
  settings: TableSettings,
): AsyncGenerator<TableRow> {
  const text = decodeText(source, settings);
  try {
    const { head, kind } = await beginning(text, settings);
    const whole = continued(head, text);
    if (kind === 'array') yield* readJsonArray(whole, settings);
    else if (kind === 'lines') yield* readJsonLines(readLines(whole), settings);
    else yield* readDelimited(readLines(whole), settings);
  } finally {
    await text.return(undefined);
  }
}

/** Enough text to tell what it is by its first characters. JSON is told by brackets that no table begins with. */
async function beginning(
  text: AsyncGenerator<Piece>,
  settings: TableSettings,
): Promise<{ readonly head: readonly Piece[]; readonly kind: 'array' | 'lines' | 'delimited' }> {
  const head: Piece[] = [];
  let start = '';
  for (;;) {
    const next = await text.next();
    if (next.done === true) {
      if (start === '') throw empty(settings);
      return { head, kind: kindOf(start) };
    }
    head.push(next.value);
    start += start === '' ? next.value.text.trimStart() : next.value.text;
    // The bracket of an array is followed by something, though perhaps after a great many spaces.
    if (start.replace(/^\[\s*/u, '') !== '') return { head, kind: kindOf(start) };
  }
}

function kindOf(start: string): 'array' | 'lines' | 'delimited' {
  if (/^\[\s*(?:["{[\]\d-]|true|false|null|$)/u.test(start)) return 'array';
  return start.startsWith('{') ? 'lines' : 'delimited';
}

async function* continued<T>(head: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* head;
  yield* rest;
}

async function* readDelimited(
  batches: AsyncGenerator<readonly Line[]>,
  settings: TableSettings,
): AsyncGenerator<TableRow> {
  const { layout, lines } = await findLayout(batches, settings);
  const data = continued([lines.slice(layout.start)], batches);
  if (layout.kind === 'list') yield* readList(data);
  else yield* readRows(data, layout);
}

async function findLayout(
  batches: AsyncGenerator<readonly Line[]>,
  settings: TableSettings,
): Promise<{ readonly layout: Layout; readonly lines: readonly Line[] }> {
  let lines: readonly Line[] = [];
  for (;;) {
    const next = await batches.next();
    if (next.done !== true) lines = [...lines, ...next.value];
    const layout = detectLayout(lines, next.done === true, settings);
    if (layout !== undefined) return { layout, lines };
    if (next.done === true) throw empty(settings);
  }
}

function empty(settings: TableSettings) {
  const problem = 'is empty; expected a header and rows, or one URL a line';
  return new PipelineError('config', `${settings.name} ${problem}`, { details: { file: settings.name } });
}

async function* readList(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<TableRow> {
  for await (const batch of batches) {
    for (const { number, text, problem } of batch) {
      const url = text?.trim();
      if (url === undefined) yield { line: number, ok: false, reason: tooLong };
      else if (url === '' || url.startsWith('#')) continue;
      else if (problem !== undefined) yield { line: number, ok: false, reason: problem };
      else yield { line: number, ok: true, url, columns: {} };
    }
  }
}

async function* readRows(
  batches: AsyncIterable<readonly Line[]>,
  layout: Extract<Layout, { kind: 'table' }>,
): AsyncGenerator<TableRow> {
  for await (const record of readRecords(batches, layout.delimiter)) {
    const isEmpty = record.cells?.every((cell) => cell.trim() === '') ?? false;
    if (!isEmpty) yield toRow(record, layout);
  }
}

function toRow(record: CsvRecord, { header, plan }: Extract<Layout, { kind: 'table' }>): TableRow {
  const { line, cells } = record;
  if (cells === undefined) return { line, ok: false, reason: record.reason };
  if (cells.length !== header.length) {
    return { line, ok: false, reason: `expected ${header.length} cells as in the header, found ${cells.length}` };
  }
  const { urlColumn, names } = plan;
  const url = (cells[urlColumn] ?? '').trim();
  if (url === '') return { line, ok: false, reason: `expected a URL in the column "${header[urlColumn]}", found none` };
  const columns = Object.fromEntries(
    names.flatMap((name, index) => (index === urlColumn ? [] : [[name, cells[index] ?? '']])),
  );
  return { line, ok: true, url, columns };
}
