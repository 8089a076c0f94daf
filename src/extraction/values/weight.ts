import { measureNumber, parseMeasure } from './number.ts';

export type Weight = { readonly value: number; readonly unit: 'g' | 'kg' | 'oz' | 'lb' };

const units: readonly (readonly [Weight['unit'], RegExp])[] = [
  ['kg', /^(kgs?|kilos?|kilograms?|kilogramm|kilogrammes?|kgm)$/i],
  ['g', /^(g|gr|grams?|gramm|grammes?|grammi|gramos|grm)$/i],
  ['lb', /^(lbs?|pounds?|lbr)$/i],
  ['oz', /^(oz|ounces?|onz)$/i],
];
const weight = new RegExp(String.raw`(${measureNumber})\s*([a-z]{1,11})\b`, 'giu');

/** The first number with a unit of weight. Undefined when there is none: a number alone is no weight. */
export function parseWeight(text: string): Weight | undefined {
  for (const [, digits = '', word = ''] of text.slice(0, 300).matchAll(weight)) {
    const unit = units.find(([, words]) => words.test(word))?.[0];
    const value = parseMeasure(digits);
    if (unit !== undefined && value !== undefined) return { value, unit };
  }
  return undefined;
}
