import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | boolean | undefined;

/** Enough rows at a time that the cost of a call to the writer does not count. */
const rowsPerPiece = 200;

/**
 * Writes a header and rows as CSV (RFC 4180, but lines end in LF), in pieces of whole lines.
 * A cell is found by its column's name; one that is missing is left empty.
 * Texts that a spreadsheet would run as a formula are neutralised, in the header too.
 */
export async function* csvLines(
  columns: readonly string[],
  rows: AsyncIterable<Readonly<Record<string, Cell>>>,
): AsyncGenerator<string> {
  yield toCsv([columns]);
  let piece: (readonly Cell[])[] = [];
  for await (const row of rows) {
    piece.push(columns.map((column) => (Object.hasOwn(row, column) ? row[column] : undefined)));
    if (piece.length < rowsPerPiece) continue;
    yield toCsv(piece);
    piece = [];
  }
  if (piece.length > 0) yield toCsv(piece);
}

function toCsv(rows: readonly (readonly Cell[])[]): string {
  const safe = rows.map((cells) => cells.map((cell) => (cell === undefined ? '' : neutralised(cell))));
  // The only cell of a line must show that it is there: a blank line would be read as no row at all.
  return stringify(safe, { record_delimiter: '\n', quote_record_delimiter: true, quoted_empty: safe[0]?.length === 1 });
}

/**
 * What a spreadsheet takes for the start of a formula: a sign, in any width, also behind characters that it
 * skips (spaces, quotation marks, invisible ones), or a control character that ends the cell for it.
 * Source: OWASP, "CSV Injection".
 */
const formula = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}"“”„«»＂]*[=+\-@＝＋－＠﹢﹣﹦﹫])/u;

const negativeNumber = /^-\d+(?:[.,]\d+)?$/;

/** The cell as text, with an apostrophe before it if it would otherwise run as a formula. */
export function neutralised(cell: string | number | boolean): string {
  const text = String(cell);
  if (typeof cell === 'number') return text;
  return formula.test(text) && !negativeNumber.test(text) ? `'${text}` : text;
}
