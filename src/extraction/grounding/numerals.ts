/** Digits in groups of three set apart by spaces or apostrophes, or digits with points and commas; fractions. */
const numeral =
  /(?<!\p{N}|\p{N}[.,'⁄])(?:(?<over>\d{1,2})⁄(?<under>\d{1,2})|(?<digits>\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d{1,4}(?!\d))?|\d+(?:[.,']\d+)*)(?:[ -](?<over>\d{1,2})[/⁄](?<under>\d{1,2}))?)(?!\p{N})/gu;

/** A number in a text: where, and all that it may mean (`1.299` is 1299 or 1.299). */
export type Numeral = { readonly start: number; readonly end: number; readonly meanings: readonly number[] };

/** The numbers of a text in order. A number never is a part of a longer one. */
export function numeralsIn(text: string): readonly Numeral[] {
  return [...text.matchAll(numeral)].map(({ 0: written, index, groups = {} }) => {
    const { digits = '0', over = '0', under = '1' } = groups;
    const fraction = Number(under) === 0 ? 0 : Number(over) / Number(under);
    const meanings = meaningsOf(digits).map((number) => number + fraction);
    return { start: index, end: index + written.length, meanings };
  });
}

function meaningsOf(written: string): readonly number[] {
  const digits = written.replaceAll(/[ ']/gu, '');
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (at < 0) return [Number(digits)];
  const whole = digits.slice(0, at).replaceAll(/[.,]/gu, '');
  const rest = digits.slice(at + 1);
  const separators = digits.replaceAll(/\d/gu, '');
  const isRepeated = separators.length > 1 && new Set(separators).size === 1;
  const isGroup = rest.length === 3 && !whole.startsWith('0');
  if (isRepeated) return isGroup ? [Number(whole + rest)] : [];
  const decimal = Number(`${whole}.${rest}`);
  return isGroup && separators.length === 1 ? [decimal, Number(whole + rest)] : [decimal];
}

/** Whether two numbers are the same but for what binary fractions lose. */
export function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(one), Math.abs(other));
}
