/** What a cell of a workbook holds. A date is given in milliseconds since the Unix epoch. */
export type SheetCell =
  string | number | boolean | undefined | { readonly date: number } | { readonly text: string; readonly link: string };

/** Places in the list of formats of `parts.ts`. */
export const formats = { plain: 0, header: 1, date: 2, link: 3, literal: 4 } as const;

/** Excel's limits: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3 */
const longestText = 32_767;

/** Days from 1899-12-30, where a workbook's count of days begins, to the Unix epoch. */
const epoch = 25_569;
const day = 86_400_000;

/** A text that would be a formula if somebody typed it in; marked, so that editing the cell makes it none. */
const formulaLike = /^\s*[=+\-@]/u;

/** `A` for 0, `Z` for 25, `AA` for 26. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (index % 26));
}

/** The element of one cell, by its type: a text is always an inline text, never a formula. Empty for no value. */
export function cellXml(cell: SheetCell, reference: string): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${reference}"><v>${cell}</v></c>` : '';
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'string') {
    return textXml(cell, reference, formulaLike.test(cell) ? formats.literal : formats.plain);
  }
  return 'date' in cell
    ? `<c r="${reference}" s="${formats.date}"><v>${cell.date / day + epoch}</v></c>`
    : textXml(cell.text, reference, formats.link);
}

export function textXml(text: string, reference: string, format: number): string {
  if (text === '') return '';
  const style = format === formats.plain ? '' : ` s="${format}"`;
  return `<c r="${reference}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(cut(text))}</t></is></c>`;
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}

/** Characters that XML 1.0 has no way to write. */
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

/** For text and for quoted attributes. `_x0041_` would be read as an escape, so its underscore is escaped itself. */
export function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(unwritable, '')
      // As every reader of XML would have it.
      .replaceAll(/\r\n?/gu, '\n')
      .replaceAll(/_(?=x[\da-f]{4}_)/giu, '_x005F_')
      .replaceAll(/[&<>"]/gu, (character) => `&#${character.codePointAt(0)};`)
  );
}
