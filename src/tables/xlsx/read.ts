import { complaint, planColumns, type ColumnPlan, type TableSettings, wantedUrlColumn } from '../columns.ts';
import { normalised } from '../column-names.ts';
import { uniqueNames } from '../layout.ts';
import { tooLong } from '../lines.ts';
import type { TableRow } from '../row.ts';
import { isUrl, namesUrl } from '../url-column.ts';
import { readAnnotations } from './annotations.ts';
import { openArchive } from './archive.ts';
import { type Cell, chooseSheet, readSheet, type SheetRow } from './sheet.ts';
import { readWorkbook } from './workbook.ts';

/** Rows, with something in them, among which the header must be: titles and notes stand above it. */
const headerWithin = 50;

/**
 * Reads URLs from a sheet of an .xlsx workbook. The header is the first row that names a column of URLs, else the
 * row above the first that holds a URL; a sheet whose only column is URLs is a list. A link counts as the URL of its
 * cell, unless the cell shows a URL itself; what it shows is then carried through as well. Rows come from the disk
 * as they are read; the workbook's texts (up to 100 MB) are held in memory.
 *
 * @throws PipelineError `config` when this is no workbook, it is too large, or no column holds the URLs.
 */
export async function* readWorkbookTable(path: string, settings: TableSettings): AsyncGenerator<TableRow> {
  const archive = await openArchive(path, settings.name);
  try {
    const workbook = await readWorkbook(archive, settings.name);
    const sheet = chooseSheet(workbook, settings.sheet, settings.name);
    const annotations = await readAnnotations(archive, sheet, settings.name);
    const head: SheetRow[] = [];
    let toRow: ((row: SheetRow) => TableRow) | undefined;
    let first = 0;
    for await (const row of readSheet(archive, sheet, workbook, annotations, settings.name)) {
      if (toRow !== undefined) {
        yield toRow(row);
        continue;
      }
      head.push(row);
      if (head.length < headerWithin) continue;
      ({ toRow, first } = rowReader(head, settings));
      yield* head.slice(first).map(toRow);
    }
    if (toRow === undefined) {
      if (head.length === 0)
        throw complaint(settings, `the sheet "${sheet.name}" is empty; expected a header and rows`);
      ({ toRow, first } = rowReader(head, settings));
      yield* head.slice(first).map(toRow);
    }
  } finally {
    archive.close();
  }
}

/** How the rows are read, and the index of the first one of data. */
function rowReader(head: readonly SheetRow[], settings: TableSettings) {
  const named = head.findIndex(({ cells }) => cells?.some((cell) => isUrlHeader(cell, settings)));
  const filled = head.findIndex(({ cells }) => cells?.some((cell) => isUrl(urlOf(cell))));
  if (named === -1 && filled === 0 && wantedUrlColumn(settings) === undefined) {
    return { first: 0, toRow: listReader(head, settings) };
  }
  const header = named === -1 ? Math.max(0, filled - 1) : named;
  const sample = head[header + 1]?.cells ?? [];
  const headed = head[header]?.cells?.length ?? 0;
  const width = Math.max(headed, sample.length);
  const names = uniqueNames(Array.from({ length: width }, (_, index) => head[header]?.cells?.[index]?.text ?? ''));
  const plan = planColumns(
    names,
    names.map((_, index) => urlOf(sample[index])),
    settings,
  );
  return { first: header + 1, toRow: (row: SheetRow) => tableRow(row, names, headed, plan) };
}

function isUrlHeader(cell: Cell | undefined, settings: TableSettings): boolean {
  const wanted = wantedUrlColumn(settings)?.header;
  const text = cell?.text ?? '';
  return wanted === undefined ? namesUrl(text) : text === wanted || normalised(text) === normalised(wanted);
}

/** The cell's URL, or whatever else it shows. */
function urlOf(cell: Cell | undefined): string {
  const text = cell?.text.trim() ?? '';
  return isUrl(text) ? text : (cell?.link ?? text);
}

/** @throws PipelineError `config` when there are other columns, whose names nobody knows. */
function listReader(head: readonly SheetRow[], settings: TableSettings) {
  const columns = new Set(
    head.flatMap(({ cells = [] }) => cells.flatMap((cell, index) => (cell?.text ? [index] : []))),
  );
  const [column] = columns;
  if (column === undefined || columns.size > 1) {
    throw complaint(
      settings,
      `row ${head[0]?.number}, the first, holds data; expected a header such as url, name above it`,
    );
  }
  return ({ number, cells }: SheetRow): TableRow => {
    const url = urlOf(cells?.[column]);
    return url === ''
      ? { line: number, ok: false, reason: 'expected a URL, found none' }
      : { line: number, ok: true, url, columns: {} };
  };
}

/** @param headed how many columns have a cell in the header. */
function tableRow(
  { number, cells }: SheetRow,
  header: readonly string[],
  headed: number,
  { urlColumn, names, nameOf }: ColumnPlan,
): TableRow {
  if (cells === undefined) return { line: number, ok: false, reason: tooLong };
  const cell = cells[urlColumn];
  const url = urlOf(cell);
  if (url === '')
    return { line: number, ok: false, reason: `expected a URL in the column "${header[urlColumn]}", found none` };
  // What stands beyond the header belongs to no column, but somebody wrote it.
  const width = Math.max(header.length, cells.length);
  const columns = Array.from({ length: width }, (_, index): readonly (readonly [string, string])[] => {
    const text = cells[index]?.text ?? '';
    if (index === urlColumn) return text.trim() === url || text === '' ? [] : [[header[index] ?? '', text]];
    const name = names[index] ?? nameOf(`column ${index + 1}`);
    return text === '' && index >= headed ? [] : [[name, text]];
  });
  return { line: number, ok: true, url, columns: Object.fromEntries(columns.flat()) };
}
