import { measureNumber, parseMeasure } from './number.ts';

export type LengthUnit = 'mm' | 'cm' | 'm' | 'in' | 'ft';
export type Side = 'width' | 'height' | 'depth' | 'length' | 'diameter';
export type Dimensions = { readonly text: string; readonly unit?: LengthUnit } & { readonly [side in Side]?: number };

/** How pages name the sides, whole or by a letter: English, German, French, Italian, Spanish. */
const sides: readonly (readonly [Side, RegExp])[] = [
  ['width', /^(w|b|wide|width|breite|largeur|larg|larghezza|ancho|anchura)$/i],
  ['height', /^(h|high|height|höhe|hauteur|haut|altezza|alto|altura)$/i],
  ['depth', /^(d|t|p|deep|depth|tiefe|profondeur|prof|profondità|profundidad|fondo)$/i],
  ['length', /^(l|long|length|länge|longueur|long|lunghezza|largo|longitud)$/i],
  ['diameter', /^(ø|⌀|dia|diam|diameter|durchmesser|diamètre|diametro|diámetro)$/i],
];
const units: readonly (readonly [LengthUnit, RegExp])[] = [
  ['mm', /^(mm|millimet\p{L}*)$/iu],
  ['cm', /^(cm|zentimeter|centim\p{L}*)$/iu],
  ['in', /^("|”|″|''|in|inch|inches|zoll|pouces?|pollici|pulgadas)$/iu],
  ['ft', /^('|′|ft|feet|foot)$/iu],
  ['m', /^(m|meters?|metres?|mètres?|metri|metros)$/iu],
];

const sideWord = String.raw`[\p{L}ø⌀/]{1,12}`;
const unitWord = String.raw`mm|cm|m(?!\p{L})|in(?:ch(?:es)?)?\b|ft|zoll|"|”|″|''|′|'`;
const part = new RegExp(
  String.raw`(?:(?<before>${sideWord})\s?[.:=]?\s?(?:\((?<inside>mm|cm|m|in)\)\s?:?\s?)?)?(?<digits>${measureNumber})\s?(?<unit>${unitWord})?\.?\s?(?:\(?(?<after>[\p{L}ø⌀]{1,9})\)?(?![\p{L}\d]|\s?[.:=]?\s?\d))?`,
  'giu',
);
/** W x D x H as furniture makers write it, and W x D (or W x H) for two numbers. */
const customary: readonly Side[] = ['width', 'depth', 'height'];

/**
 * Sides with their unit from texts like `W 40 x D 50 x H 80 cm`, `12" x 8"` or `Breite: 40 cm, Höhe: 80 cm`.
 * The text is always kept; a number goes to a side only when a label says so, or when there are exactly three
 * joined by x (then width, depth, height). Undefined when there is no number with a unit.
 */
export function parseDimensions(text: string): Dimensions | undefined {
  const line = text.slice(0, 300).replace(/\s+/g, ' ').trim();
  const parts = [...line.matchAll(part)].map(({ groups = {} }) => ({
    value: parseMeasure(groups['digits'] ?? ''),
    unit: unitOf(groups['unit'] ?? groups['inside'] ?? unitWordIn(groups['after'])),
    before: sideOf(groups['before']),
    after: sideOf(groups['after']),
  }));
  const unit = parts.findLast((one) => one.unit !== undefined)?.unit;
  const numbers = parts.filter((one) => one.value !== undefined && (one.unit === undefined || one.unit === unit));
  if (unit === undefined || numbers.length === 0) return undefined;
  const isLabelledAfter =
    numbers.every((one) => one.before === undefined) && numbers.some((one) => one.after !== undefined);
  const labelled = numbers.map((one) => ({ value: one.value, side: isLabelledAfter ? one.after : one.before }));
  const isCustomary =
    numbers.length === 3 &&
    labelled.every(({ side }) => side === undefined) &&
    /\d[^\p{L}\d]{0,4}\s?(mm|cm|m|in)?\s?[x×]\s?\d/iu.test(line);
  const found: { [side in Side]?: number } = {};
  labelled.forEach(({ value, side }, index) => {
    const name = isCustomary ? customary[index] : side;
    if (name !== undefined && value !== undefined) found[name] ??= value;
  });
  return { text: line, ...found, unit };
}

/** A single side from the value of a row that is named after it (`Width` | `40 cm`). */
export function parseSide(side: Side, text: string): Dimensions | undefined {
  const found = new RegExp(String.raw`(${measureNumber})\s?(${unitWord})`, 'iu').exec(text.slice(0, 100));
  const value = parseMeasure(found?.[1] ?? '');
  const unit = unitOf(found?.[2]);
  return value === undefined || unit === undefined ? undefined : { text: text.trim(), [side]: value, unit };
}

/** The side that a label names; `Breite (cm)` names the width. */
export function sideOf(label: string | undefined): Side | undefined {
  const word = label?.replace(/\s*\(.*\)\s*$/, '').trim();
  return word === undefined ? undefined : sides.find(([, words]) => words.test(word))?.[0];
}

function unitOf(word: string | undefined): LengthUnit | undefined {
  return word === undefined ? undefined : units.find(([, words]) => words.test(word.trim()))?.[0];
}

function unitWordIn(word: string | undefined): string | undefined {
  return unitOf(word) === undefined ? undefined : word;
}
