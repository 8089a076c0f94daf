import { PipelineError } from '#core/pipeline-error.ts';
import { type Layout, type TableSettings, detectLayout } from './layout.ts';
import { type Line, longestRow, readLines } from './lines.ts';
import { type CsvRecord, readRecords } from './records.ts';

/** A row of a table: a URL with the other columns by header, or why it is none. `line` counts from 1. */
export type TableRow =
  | {
      readonly line: number;
      readonly ok: true;
      readonly url: string;
      readonly columns: Readonly<Record<string, string>>;
    }
  | { readonly line: number; readonly ok: false; readonly reason: string };

/**
 * Reads URLs from a table with a header (comma, semicolon or tab) or from a plain list with one URL a line,
 * where blank lines and lines that begin with `#` are skipped. Streams: memory does not grow with the table.
 * A row that cannot be read is given as such, and reading goes on.
 *
 * @throws PipelineError `config` when the table is empty or no column holds the URLs.
 */
export async function* readTable(
  source: AsyncIterable<Uint8Array | string>,
  settings: TableSettings,
): AsyncGenerator<TableRow> {
  const batches = readLines(source);
  try {
    const { layout, lines } = await findLayout(batches, settings);
    const data = startingWith(lines.slice(layout.start), batches);
    if (layout.kind === 'list') yield* readList(data);
    else yield* readRows(data, layout);
  } finally {
    await batches.return(undefined);
  }
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
    if (next.done === true) {
      throw new PipelineError('config', `${settings.name} is empty; expected a header and rows, or one URL a line`);
    }
  }
}

async function* startingWith(
  lines: readonly Line[],
  batches: AsyncGenerator<readonly Line[]>,
): AsyncGenerator<readonly Line[]> {
  yield lines;
  yield* batches;
}

async function* readList(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<TableRow> {
  for await (const batch of batches) {
    for (const { number, text } of batch) {
      const url = text?.trim();
      if (url === undefined) {
        yield { line: number, ok: false, reason: `the row is longer than ${longestRow} characters` };
      } else if (url !== '' && !url.startsWith('#')) {
        yield { line: number, ok: true, url, columns: {} };
      }
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

function toRow(record: CsvRecord, { header, urlColumn }: Extract<Layout, { kind: 'table' }>): TableRow {
  const { line, cells } = record;
  if (cells === undefined) return { line, ok: false, reason: record.reason };
  if (cells.length !== header.length) {
    return { line, ok: false, reason: `expected ${header.length} cells as in the header, found ${cells.length}` };
  }
  const url = (cells[urlColumn] ?? '').trim();
  if (url === '') return { line, ok: false, reason: `expected a URL in the column "${header[urlColumn]}", found none` };
  const columns = Object.fromEntries(
    header.flatMap((name, index) => (index === urlColumn ? [] : [[name, cells[index] ?? '']])),
  );
  return { line, ok: true, url, columns };
}
