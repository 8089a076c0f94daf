/** Letters and digits without diacritics, in lower case; words set apart, enclosed by single spaces. */
export function wordsOf(text: string): string {
  const letters = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return ` ${letters.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
