/**
 * What has to be equal for two names to be the same: `seatHeight`, `Seat height:` and `SEAT_HEIGHT` are all
 * `seat height`; diacritics do not count. Empty when the text has neither letters nor digits.
 */
export function folded(text: string): string {
  return text
    .replaceAll(/(?<=\p{Ll}|\d)(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The letters and digits of a text alone: `466/7999` and `4667999`, `De’Longhi` and `DELONGHI` are the same. */
export function letters(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}
