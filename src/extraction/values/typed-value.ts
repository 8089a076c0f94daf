import type { Json } from '#core/json.ts';
import { folded } from '../fold.ts';
import { splitList } from './list.ts';
import { measureNumber, parseMeasure } from './number.ts';

/** What kind of value a field takes, as far as texts of a page can be read as one. */
export type ValueShape =
  | { readonly kind: 'text' | 'date' | 'link'; readonly options?: readonly string[] }
  | { readonly kind: 'number' | 'boolean' }
  | { readonly kind: 'list'; readonly of: ValueShape }
  | { readonly kind: 'object'; readonly parts: Readonly<Record<string, ValueShape>> };

/**
 * The value as the shape wants it, of what a page or a model gives: numbers without their unit, booleans and
 * options by their words, lists taken apart, and of the known facts (price, dimensions, weight) the part that
 * fits. Undefined when it cannot be read as one; whether the result is allowed is for a schema to say.
 */
export function typedValue(value: Json, shape: ValueShape): Json | undefined {
  switch (shape.kind) {
    case 'number':
      return numberOf(value);
    case 'boolean':
      return booleanOf(value);
    case 'list':
      return listOf(value, shape.of);
    case 'object':
      return objectOf(value, shape.parts);
    case 'link':
      return linkOf(value);
    case 'text':
    case 'date':
      return optionOf(textOf(value), shape.options);
  }
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A part that the object itself has, whatever its prototype has by that name. */
function partOf(value: { readonly [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return value.replaceAll(/\s+/gu, ' ').trim() || undefined;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const texts = value.map(textOf).filter((text) => text !== undefined);
    return texts.length === value.length && texts.length > 0 ? texts.join(', ') : undefined;
  }
  if (!isObject(value)) return undefined;
  const { text, amount, currency, value: measure, unit } = value;
  if (typeof text === 'string') return text;
  const [number, mark] = amount === undefined ? [measure, unit] : [amount, currency];
  if (typeof number !== 'number') return undefined;
  return typeof mark === 'string' ? `${number} ${mark}` : String(number);
}

/** Exactly one of the options: by its words, or as the only one whose words stand in the text. */
function optionOf(text: string | undefined, options: readonly string[] | undefined): string | undefined {
  if (text === undefined || options === undefined || options.includes(text)) return text;
  const words = folded(text);
  const same = options.filter((option) => folded(option) === words);
  if (same.length === 1) return same[0];
  const named = options.filter((option) => folded(option) !== '' && ` ${words} `.includes(` ${folded(option)} `));
  return named.length === 1 ? named[0] : undefined;
}

function linkOf(value: Json): string | undefined {
  if (typeof value === 'string') return URL.canParse(value.trim()) ? value.trim() : undefined;
  if (Array.isArray(value)) return value.map(linkOf).find((link) => link !== undefined);
  const url = isObject(value) ? partOf(value, 'url') : undefined;
  return url === undefined ? undefined : linkOf(url);
}

const firstNumber = new RegExp(String.raw`(?<![\p{L}\d])([-−])?(${measureNumber})([^\d]*)(\d)?`, 'u');
/** Between two numbers: a range or a product, of which the first number alone would be untrue. */
const joins = /^\s?\p{L}{0,3}\.?\s?(?:[-–—x×*]|to|bis|à|a|til)\s?$/iu;

function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  if (isObject(value)) {
    const number = partOf(value, 'amount') ?? partOf(value, 'value');
    return typeof number === 'number' ? number : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll(/(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))/gu, '');
  const [, sign, digits = '', between = '', second] = firstNumber.exec(text) ?? [];
  if (digits === '' || (second !== undefined && joins.test(between))) return undefined;
  const number = /^0+(?:[.,]0+)?$/u.test(digits) ? 0 : parseMeasure(digits);
  return number === undefined || sign === undefined ? number : -number;
}

const yes = new Set('yes ja oui si sim true y ✓ ✔ tak ano da'.split(' '));
const no = new Set('no nein non nao nee nej nei false n ✗ ✘ nie ne'.split(' '));

function booleanOf(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = folded(value).split(' ')[0] || value.trim();
  return yes.has(word) ? true : no.has(word) ? false : undefined;
}

function listOf(value: Json, of: ValueShape): Json | undefined {
  const isOne = isObject(value) || typeof value === 'number' || typeof value === 'boolean';
  const entries = typeof value === 'string' ? splitList(value) : isOne ? [value] : Array.isArray(value) ? value : [];
  const typed = (entries as readonly Json[]).flatMap((entry) => typedValue(entry, of) ?? []);
  return typed.length === 0 ? undefined : typed;
}

function objectOf(value: Json, parts: Readonly<Record<string, ValueShape>>): Json | undefined {
  if (typeof value === 'string' && 'value' in parts && 'unit' in parts) return objectOf(measureIn(value), parts);
  if (!isObject(value)) return undefined;
  const typed = Object.entries(parts).flatMap(([name, shape]) => {
    const part = partOf(value, name);
    const read = part === undefined || part === null ? undefined : typedValue(part, shape);
    return read === undefined ? [] : [[name, read] as const];
  });
  return typed.length === 0 ? undefined : Object.fromEntries(typed);
}

/** A number and the word behind it: `45 cm`. */
function measureIn(text: string): Json {
  const value = numberOf(text);
  const unit = /\d[.,\d]*\s*([\p{L}°"%][\p{L}\d²³/]*)/u.exec(text)?.[1];
  return value === undefined || unit === undefined ? null : { value, unit };
}
