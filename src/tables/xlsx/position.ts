/** Columns: the most that a sheet can have. */
const mostColumns = 16_384;

/** Where a cell is: `column` from 0, `row` from 1. Undefined when this is no reference such as `B7`. */
export function cellPosition(reference: string): { readonly column: number; readonly row: number } | undefined {
  const [, letters = '', digits] = /^\$?([A-Za-z]{1,3})\$?(\d{1,9})$/.exec(reference) ?? [];
  if (digits === undefined) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column > mostColumns ? undefined : { column: column - 1, row: Number(digits) };
}
