import { measureNumber, parseMeasure } from './number.ts';

export type WeightUnit = 'g' | 'kg' | 'oz' | 'lb';
export type Weight = { readonly value: number; readonly unit: WeightUnit };

/** By definition: a pound is 0.45359237 kg (international yard and pound agreement, 1959), 16 ounces are a pound. */
const kilograms: Readonly<Record<WeightUnit, number>> = { g: 0.001, kg: 1, lb: 0.45359237, oz: 0.45359237 / 16 };
const units: readonly (readonly [WeightUnit | 't', RegExp])[] = [
  ['kg', /^(kgs?|kilos?|kilograms?|kilogramm|kilogrammes?|chilogramm[io]|kilogramos?|kgm|кг)$/iu],
  ['g', /^(g|gr|grams?|gramm|grammes?|gramm[io]|gramos?|grm|г)$/iu],
  ['lb', /^(lbs?|pounds?|lbr|libras?|libbre)$/iu],
  ['oz', /^(oz|ounces?|onz|onzas?)$/iu],
  ['t', /^(t|tonnes?|tonnen?|tonnellate|toneladas?)$/iu],
];
/** What carries, and what a square metre of it weighs, is not its weight. */
const weight = new RegExp(
  String.raw`(?<upTo>${measureNumber}\s?(?:[-–—]|to|bis|à|a)\s?)?(?<digits>${measureNumber})\s*(?<unit>\p{L}{1,13})(?![\p{L}]|\s?\/|\s?(?:per|pro|par)\b)`,
  'giu',
);
const carried =
  /(load|capacity|carries|tragkraft|traglast|belast\p{L}*|charge|portata|carga|draagvermogen|max\.?)[^\d,;]*$/iu;

/**
 * The first number with a unit of weight; `2 lb 4 oz` is one number. Undefined when there is none (a number alone is
 * no weight), when it is a range, and when it is what the product carries.
 */
export function parseWeight(text: string): Weight | undefined {
  const line = text.slice(0, 300).replaceAll(/(?<=\d)[\u00A0\u2009\u202F'’](?=\d{3}(?!\d))/gu, '');
  const found = [...line.matchAll(weight)].flatMap((match) => {
    const { upTo, digits = '', unit: word = '' } = match.groups ?? {};
    const unit = units.find(([, words]) => words.test(word))?.[0];
    const value = parseMeasure(digits);
    if (unit === undefined || value === undefined || carried.test(line.slice(0, match.index))) return [];
    return [{ value, unit, isRange: upTo !== undefined, start: match.index, end: match.index + match[0].length }];
  });
  const [first, second] = found;
  if (first === undefined || first.isRange) return undefined;
  if (first.unit === 't') return { value: first.value * 1_000, unit: 'kg' };
  const isCompound =
    first.unit === 'lb' && second?.unit === 'oz' && /^[\s,]*$/u.test(line.slice(first.end, second.start));
  return { value: first.value + (isCompound ? second.value / 16 : 0), unit: first.unit };
}

/** To a tenth of a gram. */
export function toKilograms({ value, unit }: Weight): number {
  return Math.round(value * kilograms[unit] * 10_000) / 10_000;
}
