/**
 * A GTIN (EAN, UPC, ISBN-13) of 8, 12, 13 or 14 digits whose check digit is right, without spaces and hyphens.
 * Check digit: GS1 General Specifications, section 7.9 (weights 3 and 1 from the right).
 */
export function parseGtin(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/^(gtin|ean|upc|isbn)[-\s]?(8|12|13|14)?\s*:?\s*/i, '')
    .replace(/[\s-]/g, '');
  if (!/^(\d{8}|\d{12,14})$/.test(digits) || /^0+$/.test(digits)) return undefined;
  const sum = [...digits]
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0 ? digits : undefined;
}
