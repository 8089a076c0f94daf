import { measureNumber, parseMeasure } from './number.ts';

export type LengthUnit = 'mm' | 'cm' | 'm' | 'in' | 'ft';

/** By definition: an inch is 25.4 mm (international yard and pound agreement, 1959). */
const millimetres: Readonly<Record<LengthUnit, number>> = { mm: 1, cm: 10, m: 1_000, in: 25.4, ft: 304.8 };
const units: readonly (readonly [LengthUnit, RegExp])[] = [
  ['mm', /^(mm|millim\p{L}*)$/iu],
  ['cm', /^(cm|zentimeter|centim\p{L}*)$/iu],
  ['in', /^("|”|″|''|in|inch|inches|zoll|pouces?|pollici|pulgadas?)$/iu],
  ['ft', /^('|’|′|ft|feet|foot)$/iu],
  ['m', /^(m|meters?|metres?|mètres?|metri|metros?)$/iu],
];

/** A length of a text, with where in it it stands. `upTo` is the larger end of a range. */
export type Length = {
  readonly value: number;
  readonly upTo: number | undefined;
  readonly unit: LengthUnit | undefined;
  /** Whether it could be thousands, as in `1.200`: in millimetres it is. */
  readonly isGrouped: boolean;
  readonly start: number;
  readonly end: number;
};

const inchMark = String.raw`(?:"|”|″|''|in(?:ch(?:es)?)?\b)`;
const footMark = String.raw`(?:'|’|′|ft\b\.?|feet\b|foot\b)`;
/** A unit behind a number. A bare `m` is no unit before a letter or a power. */
const unitWord = String.raw`mm|cm|millim\p{L}*|zentimeter|centim\p{L}*|mètres?|met(?:er|re|ro)s?|m(?![\p{L}²³])|inch(?:es)?|in\b(?! stock| \d)|zoll|pouces?|pollici|pulgadas?|feet|foot|ft\b|"|”|″|''|′|’(?!\p{L})|'(?!\p{L})`;
const between = String.raw`\s?(?:[-–—]|to|bis|à|a|tot|til|do)\s?`;
const length = new RegExp(
  String.raw`(?<feet>${measureNumber})\s?${footMark}[\s-]?(?<inches>${measureNumber})\s?${inchMark}` +
    String.raw`|(?<digits>${measureNumber})(?:\s?(?<own>${unitWord})?${between}(?<second>${measureNumber}))?\s?[([]?(?<unit>${unitWord})?`,
  'giu',
);

export function unitOf(word: string | undefined): LengthUnit | undefined {
  return word === undefined ? undefined : units.find(([, words]) => words.test(word.trim()))?.[0];
}

/** Whether two units belong together, so that numbers in both say different things and not the same twice. */
export const isMetric = (unit: LengthUnit): boolean => unit === 'mm' || unit === 'cm' || unit === 'm';

/** To a ten-thousandth: what is lost is less than a thousandth of a millimetre, and 0.1 + 0.2 stays 0.3. */
export function converted(value: number, from: LengthUnit, to: LengthUnit): number {
  return from === to ? value : Math.round(((value * millimetres[from]) / millimetres[to]) * 10_000) / 10_000;
}

/** To a tenth of a millimetre. */
export function toMillimetres(value: number, unit: LengthUnit): number {
  return Math.round(value * millimetres[unit] * 10) / 10;
}

/**
 * The text on one line, with digits that a thin space or an apostrophe groups (`1 200 mm`, `1'200 mm`) joined.
 * Positions of `lengthsIn` are positions in it.
 */
export function onOneLine(text: string): string {
  return text
    .slice(0, 300)
    .replaceAll(/(?<=\d)[\u00A0\u2009\u202F](?=\d{3}(?!\d))/gu, '')
    .replaceAll(/(?<=\b\d{1,3})(?:['’](?=\d{3}(?![\d"”″]))| (?=\d{3}(?:\s?mm\b|\s?[x×]\s?[^m]{1,60}mm\b)))/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** All numbers of the line that could be lengths, with their units as far as they have some. */
export function lengthsIn(line: string): readonly Length[] {
  return [...line.matchAll(length)].flatMap((match): readonly Length[] => {
    const { feet, inches, digits, second, own, unit } = match.groups ?? {};
    const place = { start: match.index, end: match.index + match[0].length };
    if (feet !== undefined) {
      const value = (parseMeasure(feet) ?? 0) * 12 + (parseMeasure(inches ?? '') ?? 0);
      return value > 0 ? [{ value, upTo: undefined, unit: 'in', isGrouped: false, ...place }] : [];
    }
    const value = parseMeasure(digits ?? '');
    if (value === undefined) return [];
    const upTo = second === undefined ? undefined : parseMeasure(second);
    const isGrouped = /^[1-9]\d?\.\d{3}$/u.test(digits ?? '');
    return [{ value, upTo, unit: unitOf(unit ?? own), isGrouped, ...place }];
  });
}
