import { PipelineError } from '#core/pipeline-error.ts';
import { longestRow } from '../lines.ts';
import type { Archive } from './archive.ts';
import type { Annotations } from './annotations.ts';
import { cellPosition } from './position.ts';
import { shownNumber } from './shown.ts';
import { type Sheet, textCollector, unescaped, type Workbook } from './workbook.ts';
import { parseXml, type XmlHandler } from './xml.ts';

/** A cell as it is shown, and the address it links to. */
export type Cell = { readonly text: string; readonly link?: string | undefined };

/** A row of a sheet: its number, from 1, and its cells by column, from 0; without cells when it is too long. */
export type SheetRow = { readonly number: number; readonly cells: readonly (Cell | undefined)[] | undefined };

/** Bytes of XML: about five million rows of four cells. It is streamed, so this bounds time, not memory. */
const largestSheet = 2_000_000_000;

/**
 * The rows of a sheet that hold anything, in order. Formulas give the value that was computed when the workbook was
 * saved. Of cells merged downwards, each row has the value.
 *
 * @throws PipelineError `config` when the sheet is missing, damaged or too large.
 */
export async function* readSheet(
  archive: Archive,
  sheet: Sheet,
  workbook: Workbook,
  annotations: Annotations,
  name: string,
): AsyncGenerator<SheetRow> {
  const rows: SheetRow[] = [];
  const filled = fillingDown(annotations);
  const handler = rowHandler(workbook, annotations, (row) => {
    if (row.cells === undefined || row.cells.some((cell) => cell !== undefined && cell.text.trim() !== '')) {
      rows.push(filled(row));
    }
  });
  for await (const _ of parseXml(archive.read(sheet.path, largestSheet), handler, name)) {
    yield* rows;
    rows.length = 0;
  }
}

/** What stands in a cell, while it is being read. */
type Reading = { column: number; type: string; style: number; value: string; formula: string; within: string };

function rowHandler(workbook: Workbook, annotations: Annotations, done: (row: SheetRow) => void): XmlHandler {
  let number = 0;
  let cells: (Cell | undefined)[] = [];
  let length = 0;
  let cell: Reading | undefined;
  const inline = textCollector();
  const open = (tag: string, attributes: Readonly<Record<string, string>>) => {
    if (tag === 'row') {
      number = positive(attributes['r']) ?? number + 1;
      cells = [];
      length = 0;
    } else if (tag === 'c') {
      const column = cellPosition(attributes['r'] ?? '')?.column ?? cells.length;
      const style = Number(attributes['s'] ?? 0);
      cell = { column, type: attributes['t'] ?? 'n', style, value: '', formula: '', within: '' };
    } else if (cell !== undefined) {
      cell.within = tag;
      inline.open(tag);
    }
  };
  const text = (more: string) => {
    length += more.length;
    if (cell === undefined || length > longestRow) return;
    if (cell.within === 'v') cell.value += more;
    else if (cell.within === 'f') cell.formula += more;
    else inline.text(more);
  };
  const close = (tag: string) => {
    if (tag === 'c' && cell !== undefined) {
      const shown = cell.type === 'inlineStr' ? inline.take() : shownValue(cell, workbook);
      const link = annotations.links.get(`${cell.column},${number}`) ?? linkOf(cell.formula);
      cells[cell.column] = link === undefined ? { text: shown } : { text: shown, link };
      length += shown.length;
      cell = undefined;
    } else if (tag === 'row') done({ number, cells: length > longestRow ? undefined : cells });
    else if (cell !== undefined) {
      cell.within = '';
      inline.close(tag);
    }
  };
  return { open, text, close };
}

function shownValue({ type, value, style }: Reading, workbook: Workbook): string {
  switch (type) {
    case 's':
      return workbook.texts[Number(value)] ?? '';
    case 'b':
      return value.trim() === '1' ? 'TRUE' : 'FALSE';
    case 'str':
      return unescaped(value);
    case 'n':
      return shownNumber(value.trim(), workbook.formatIds[style] ?? 0, workbook.formats, workbook.since1904);
    default:
      // Errors (#REF!) and dates in ISO 8601 are written as they are shown.
      return value;
  }
}

/** The address in `HYPERLINK("https://…", "chair")`, when it stands there and is not computed. */
function linkOf(formula: string): string | undefined {
  return /^HYPERLINK\(\s*"((?:[^"]|"")+)"/iu.exec(formula.trim())?.[1]?.replaceAll('""', '"');
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Carries the value of cells that are merged downwards into the rows below. */
function fillingDown({ merged }: Annotations): (row: SheetRow) => SheetRow {
  const current = new Map<number, { readonly until: number; readonly cell: Cell }>();
  return ({ number, cells }) => {
    if (cells === undefined) return { number, cells };
    const filled = [...cells];
    for (const [column, { until, cell }] of current) {
      if (until < number) current.delete(column);
      else if ((filled[column]?.text ?? '') === '') filled[column] = cell;
    }
    for (const [column, cell] of cells.entries()) {
      const until = cell === undefined ? undefined : merged.get(`${column},${number}`);
      if (cell !== undefined && until !== undefined) current.set(column, { until, cell });
    }
    return { number, cells: filled };
  };
}

/** The sheet that is asked for, by name or number from 1; otherwise the first that is not hidden. */
export function chooseSheet({ sheets }: Workbook, wanted: string | undefined, name: string): Sheet {
  const names = sheets.map((sheet) => `"${sheet.name}"`).join(', ');
  const found =
    wanted === undefined
      ? (sheets.find(({ hidden }) => !hidden) ?? sheets[0])
      : (sheets.find((sheet) => sheet.name === wanted) ??
        sheets.find((sheet) => sheet.name.toLowerCase() === wanted.trim().toLowerCase()) ??
        (/^\d+$/u.test(wanted) ? sheets[Number(wanted) - 1] : undefined));
  if (found !== undefined) return found;
  if (wanted === undefined) throw new PipelineError('config', `${name}: the workbook has no sheet with cells`);
  throw new PipelineError('config', `${name}: there is no sheet "${wanted}" (--sheet); the sheets are: ${names}`);
}
