import { format, isDateFormat } from 'numfmt';

/**
 * The number formats that every workbook has, by id: ECMA-376 part 1, 18.8.30. Dates without a format of their own
 * (14, 22) look different in every country; they are given as ISO 8601 has them.
 */
const builtIn: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
};

/** Days from the first day of the calendar of 1904 to that of 1900. */
const daysTo1904 = 1462;

/**
 * A number as the spreadsheet shows it. One without a format is given whole, not rounded to the width of its cell
 * (an article number of 13 digits would become 4.00638E+12), to 15 significant digits, which is what a
 * spreadsheet computes with.
 *
 * @param own the formats that the workbook defines, by id.
 */
export function shownNumber(text: string, id: number, own: ReadonlyMap<number, string>, since1904: boolean): string {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return text;
  const pattern = own.get(id) ?? builtIn[id] ?? 'General';
  if (/^(?:General|@)$/iu.test(pattern)) return plain(number, text);
  try {
    return format(pattern, since1904 && isDateFormat(pattern) ? number + daysTo1904 : number).trim();
  } catch {
    // A pattern that only its own program understands: the number itself says most.
    return plain(number, text);
  }
}

/** Digits as they are written, as long as they are only digits: a number of 20 digits is no number to anybody. */
function plain(number: number, text: string): string {
  return /^\d+$/u.test(text) ? text : String(Number(number.toPrecision(15)));
}
