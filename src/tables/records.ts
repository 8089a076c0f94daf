import { type CsvError, type Options, parse } from 'csv-parse/sync';
import { type Line, longestRow, tooLong } from './lines.ts';

/** One record of a delimited text: its cells, or why it has none. `line` is where it begins. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[]; readonly reason?: never }
  | { readonly line: number; readonly cells?: never; readonly reason: string };

/**
 * Reads delimited records (RFC 4180) from batches of lines. Blank lines are skipped.
 *
 * A record is as many lines as it takes to close its quotes. When quoting is broken only the line on which the
 * record begins is given up and reading goes on with the next: one stray quote must not swallow the file.
 * csv-parse cannot recover like this by itself, so it is given records that are known to be closed, many at a
 * time because it is fast only in bulk.
 */
export async function* readRecords(
  batches: AsyncIterable<readonly Line[]>,
  delimiter: string,
): AsyncGenerator<CsvRecord> {
  let lines: readonly Line[] = [];
  for await (const batch of batches) {
    lines = [...lines, ...batch];
    const { records, used } = takeRecords(lines, delimiter, false);
    yield* records;
    lines = lines.slice(used);
  }
  yield* takeRecords(lines, delimiter, true).records;
}

/** All records that are complete in `lines`, and how many of the lines they used. `final`: no line follows. */
export function takeRecords(
  lines: readonly Line[],
  delimiter: string,
  final: boolean,
  limit = Infinity,
): { readonly records: readonly CsvRecord[]; readonly used: number } {
  const frames: Line[][] = [];
  let used = 0;
  while (used < lines.length && frames.length < limit) {
    const end = recordEnd(lines, used);
    if (end === undefined) break;
    const frame = lines.slice(used, end);
    if (!isBlank(frame)) frames.push(frame);
    used = end;
  }
  const bulk = parseBulk(frames, delimiter);
  const isStuck = used < lines.length && frames.length < limit && (final || isTooLong(lines, used));
  if (bulk !== undefined && !isStuck) return { records: bulk, used };
  return takeOneByOne(lines, delimiter, final, limit);
}

function takeOneByOne(lines: readonly Line[], delimiter: string, final: boolean, limit: number) {
  const records: CsvRecord[] = [];
  let used = 0;
  while (used < lines.length && records.length < limit) {
    const end = recordEnd(lines, used);
    if (end === undefined && !final && !isTooLong(lines, used)) break;
    const frame = lines.slice(used, end ?? used + 1);
    const cells = end === undefined ? 'its quote is never closed' : parseOne(textOf(frame), delimiter);
    const problem = problemOf(frame);
    if (isBlank(frame)) {
      used += 1;
    } else if (problem !== undefined && end !== undefined && frame[0]?.text !== undefined) {
      records.push({ line: frame[0]?.number ?? 0, reason: problem });
      used = end;
    } else if (typeof cells === 'string') {
      records.push(givenUp(lines[used], cells, delimiter));
      used += 1;
    } else {
      records.push({ line: frame[0]?.number ?? 0, cells });
      used = end ?? used + 1;
    }
  }
  return { records, used };
}

/** A last chance for a line by itself: a quote amid a cell (`Pipe 5" wide`) is meant as it stands. */
function givenUp(line: Line | undefined, problem: string, delimiter: string): CsvRecord {
  const number = line?.number ?? 0;
  if (line?.text === undefined) return { line: number, reason: tooLong };
  if (line.problem !== undefined) return { line: number, reason: line.problem };
  const cells = parseOne(textOf([line]), delimiter, { relax_quotes: true });
  if (typeof cells !== 'string' && !cells.some((cell) => cell.startsWith('"'))) return { line: number, cells };
  return {
    line: number,
    reason: `broken quoting: ${problem}; expected a cell with quotes to be "in quotes, with each "" in it doubled"`,
  };
}

/** The index after the last line of the record that begins at `start`; undefined while a quote is open. */
function recordEnd(lines: readonly Line[], start: number): number | undefined {
  let open = false;
  for (let index = start; index < lines.length; index += 1) {
    const text = lines[index]?.text;
    if (text === undefined) return index === start ? index + 1 : index;
    if (hasOddQuotes(text)) open = !open;
    if (!open) return index + 1;
  }
  return undefined;
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

function isTooLong(lines: readonly Line[], start: number): boolean {
  let length = 0;
  for (let index = start; index < lines.length && length <= longestRow; index += 1) {
    length += (lines[index]?.text?.length ?? 0) + 1;
  }
  return length > longestRow;
}

/** Why the text of a record is not what it should be, though its cells can be told apart. */
function problemOf(frame: readonly Line[]): string | undefined {
  return frame.find(({ problem }) => problem !== undefined)?.problem;
}

function isBlank(frame: readonly Line[]): boolean {
  return frame.length === 1 && frame[0]?.text?.trim() === '';
}

/** The record's text. The CR of a CRLF after it is not part of it; one within quotes is. */
function textOf(frame: readonly Line[]): string {
  const text = frame.length === 1 ? (frame[0]?.text ?? '') : frame.map((line) => line.text ?? '').join('\n');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

const base: Options = { record_delimiter: '\n', relax_column_count: true };

/** Undefined when any of the records is broken: csv-parse does not say which. */
function parseBulk(frames: readonly Line[][], delimiter: string): readonly CsvRecord[] | undefined {
  if (frames.some((frame) => frame[0]?.text === undefined)) return undefined;
  const rows = parseText(frames.map((frame) => `${textOf(frame)}\n`).join(''), { ...base, delimiter });
  if (typeof rows === 'string' || rows.length !== frames.length) return undefined;
  return rows.map((cells, index) => {
    const frame = frames[index] ?? [];
    const line = frame[0]?.number ?? 0;
    const reason = problemOf(frame);
    return reason === undefined ? { line, cells } : { line, reason };
  });
}

/** The cells, or what is wrong with the quoting. */
function parseOne(text: string, delimiter: string, more: Options = {}): readonly string[] | string {
  const rows = parseText(text, { ...base, ...more, delimiter });
  if (typeof rows === 'string') return rows;
  return rows.length === 1 && rows[0] !== undefined ? rows[0] : 'its quotes do not close';
}

function parseText(text: string, options: Options): string[][] | string {
  try {
    return parse(text, options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return problems[(error as CsvError).code] ?? error.message;
  }
}

const problems: { readonly [code in CsvError['code']]?: string } = {
  CSV_QUOTE_NOT_CLOSED: 'its quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a closing quote is followed by more text',
  INVALID_OPENING_QUOTE: 'a quote is in the middle of a cell',
};
