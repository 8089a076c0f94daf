const vulgar: Readonly<Record<string, number>> = {
  '¼': 0.25,
  '½': 0.5,
  '¾': 0.75,
  '⅛': 0.125,
  '⅜': 0.375,
  '⅝': 0.625,
  '⅞': 0.875,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
};

/** Matches a measure's number: `40`, `1.299,5`, `12 1/2`, `12½`. */
export const measureNumber = String.raw`\d+(?:[.,]\d+)*(?:\s?[¼½¾⅛⅜⅝⅞⅓⅔]|[ -]\d{1,2}\/\d{1,2}(?!\d))?`;

/** The number of a measure: a separator before exactly three digits after one to three groups them when it can only be that. */
export function parseMeasure(text: string): number | undefined {
  const [, digits = '', mark = '', over, under] =
    /^(\d+(?:[.,]\d+)*)\s?([¼½¾⅛⅜⅝⅞⅓⅔]?)(?:[ -](\d{1,2})\/(\d{1,2}))?$/u.exec(text.trim()) ?? [];
  if (digits === '') return undefined;
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const whole = last < 0 ? digits : digits.slice(0, last).replace(/[.,]/g, '');
  const decimals = last < 0 ? '' : digits.slice(last + 1);
  const isGrouped = last >= 0 && digits[last] === ',' && /^[1-9]\d{0,2}$/.test(whole) && decimals.length === 3;
  const base = Number(isGrouped || last < 0 ? `${whole}${decimals}` : `${whole}.${decimals}`);
  const fraction = (vulgar[mark] ?? 0) + (over === undefined || Number(under) === 0 ? 0 : Number(over) / Number(under));
  const value = base + fraction;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
