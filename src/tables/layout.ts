import { type ColumnPlan, complaint, planColumns, type TableSettings, wantedUrlColumn } from './columns.ts';
import type { Line } from './lines.ts';
import { type CsvRecord, takeRecords } from './records.ts';
import { isUrl, namesUrl } from './url-column.ts';

/** How a table is laid out, and the index of its first line of data among the lines that told. */
export type Layout =
  | { readonly kind: 'list'; readonly start: number }
  | {
      readonly kind: 'table';
      readonly start: number;
      readonly delimiter: string;
      readonly header: readonly string[];
      readonly plan: ColumnPlan;
    };

/**
 * Tells a plain list from a table by its first line that says something. Undefined when more lines are needed.
 *
 * @param final no line follows.
 * @throws PipelineError `config` when there is no header, or none of the columns holds the URLs.
 */
export function detectLayout(lines: readonly Line[], final: boolean, settings: TableSettings): Layout | undefined {
  const first = lines.findIndex((line) => !isSilent(line, settings));
  const text = lines[first]?.text;
  if (first === -1) return undefined;
  if (text === undefined) throw complaint(settings, `line ${lines[first]?.number} is too long to be a header`);
  const delimiter = sniffDelimiter(text);
  if (wantedUrlColumn(settings) === undefined && isList(lines.slice(first), delimiter, settings)) {
    return { kind: 'list', start: first };
  }
  return tableLayout(lines, first, delimiter, final, settings);
}

function tableLayout(
  lines: readonly Line[],
  first: number,
  delimiter: string,
  final: boolean,
  settings: TableSettings,
): Layout | undefined {
  const head = takeRecords(lines.slice(first), delimiter, final, 1);
  const header = head.records[0];
  if (header === undefined) return undefined;
  if (header.cells === undefined) throw complaint(settings, `line ${header.line}, the header: ${header.reason}`);
  const start = first + head.used;
  const sample = takeRecords(lines.slice(start), delimiter, final, 1).records[0];
  if (sample === undefined && !final) return undefined;
  const names = uniqueNames(header.cells);
  const plan = planColumns(names, cellsOf(sample, names.length), settings);
  return { kind: 'table', start, delimiter, header: names, plan };
}

function cellsOf(sample: CsvRecord | undefined, width: number): readonly string[] {
  return sample?.cells?.length === width ? sample.cells : [];
}

/** Blank lines, and comments: `#` first, but not when it is the name of a first column (`#,Name,URL`). */
function isSilent(line: Line, settings: TableSettings): boolean {
  if (line.text === undefined) return false;
  const text = line.text.trim();
  if (!text.startsWith('#')) return text === '';
  const cells = text.split(sniffDelimiter(text)).map((cell) => cell.trim());
  return !cells.some((cell) => cell === wantedUrlColumn(settings)?.header || namesUrl(cell));
}

/**
 * A list begins with a URL and nothing else. URLs may hold commas and semicolons, but when all lines fall into
 * the same number of cells, this is a table that lost its header, and guessing would scrape wrong addresses.
 */
function isList(lines: readonly Line[], delimiter: string, settings: TableSettings): boolean {
  const texts = lines
    .filter((line) => !isSilent(line, settings))
    .slice(0, 20)
    .map((line) => line.text ?? '');
  const widths = new Set(texts.map((text) => text.split(delimiter).length));
  const cells = (texts[0] ?? '').split(delimiter).map((cell) => cell.trim());
  if (!cells.some((cell) => isUrl(cell))) return false;
  const [first = ''] = texts;
  if (isUrl(first.trim()) && (cells.length === 1 || widths.size > 1 || texts.length === 1)) return true;
  throw complaint(
    settings,
    `the first line holds data (${cells.find((cell) => isUrl(cell))}); expected a header line such as url,name above it, or one URL a line`,
  );
}

/** The delimiter that the line has most of, outside quotes. */
function sniffDelimiter(text: string): string {
  const bare = text.replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** Headers as keys: none empty, none twice. */
export function uniqueNames(cells: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy += 1) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}
