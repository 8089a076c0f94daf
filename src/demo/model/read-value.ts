import type { Json } from '#core/json.ts';
import { underLabels } from './passages.ts';
import { type Schema, alternativesOf, isNullable, propertiesOf, requiredOf, typeOf } from './schema.ts';
import { currencySigns, no, synonyms, yes } from './vocabulary.ts';

const numeral = /\d[\d'’.,\u00a0\u202f]*\d|\d/u;
const webAddress = /https?:\/\/\S+/giu;
const between = /\s*[,;/]\s*|\s+(?:and|und|et|e|&)\s+/iu;

/**
 * The text as a value of the schema, or null when it cannot be read as one.
 *
 * @param name the property's own name, by which a few are known (`currency`, `unit`).
 */
export function readValue(text: string, schema: Schema, name: string): Json {
  const choices = schema['enum'];
  if (Array.isArray(choices)) return readChoice(text, choices, name);
  const alternatives = alternativesOf(schema);
  if (alternatives !== undefined) {
    for (const alternative of alternatives) {
      const value = readValue(text, alternative, name);
      if (value !== null) return value;
    }
    return null;
  }
  switch (typeOf(schema)) {
    case 'string':
      return readString(text, name);
    case 'number':
      return readNumber(text);
    case 'integer':
      return whole(readNumber(text));
    case 'boolean':
      return readBoolean(text);
    case 'array':
      return readList(text, schema, name);
    case 'object':
      return readObject(text, schema);
    default:
      return null;
  }
}

function readString(text: string, name: string): string | null {
  if (name === 'currency') return readCurrency(text);
  if (name === 'url') return text.match(webAddress)?.[0] ?? null;
  if (name === 'title') return text.replaceAll(webAddress, '').trim() || null;
  return text.trim() || null;
}

function readCurrency(text: string): string | null {
  const sign = currencySigns.find(([written]) => text.includes(written));
  return /\b(?:CHF|EUR|USD|GBP|SEK|DKK|NOK|JPY|CAD|AUD)\b/u.exec(text)?.[0] ?? sign?.[1] ?? null;
}

/** 1.299,50 and 1,299.50 and 1'299.50 are the same: the last of two marks, or a single one not before three digits, is the decimal. */
export function readNumber(text: string): number | null {
  const written = numeral.exec(text)?.[0];
  if (written === undefined) return null;
  const plain = written.replaceAll(/['’\u00a0\u202f]/gu, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const both = plain.includes('.') && plain.includes(',');
  const isDecimal =
    last !== -1 &&
    (both || plain.startsWith('0') || (plain.indexOf(plain.charAt(last)) === last && plain.length - last - 1 !== 3));
  const digits = (part: string) => part.replaceAll(/[.,]/gu, '');
  return Number(isDecimal ? `${digits(plain.slice(0, last))}.${digits(plain.slice(last))}` : digits(plain));
}

function whole(value: number | null): number | null {
  return value !== null && Number.isInteger(value) ? value : null;
}

function readBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (yes.includes(word)) return true;
  return no.includes(word) ? false : null;
}

/** The choice that the text names, itself or by a synonym. Synonyms stand in the order in which they are tried. */
function readChoice(text: string, choices: readonly Json[], name: string): string | null {
  const known = Object.keys(synonyms).filter((choice) => choices.includes(choice));
  const plain = choices.filter((choice) => typeof choice === 'string').filter((choice) => !known.includes(choice));
  const before = name === 'unit' ? String.raw`(?<=\d\s*)` : String.raw`(?<!\p{L})`;
  const spoken = [...plain, ...known].find((choice) =>
    [choice, ...(synonyms[choice] ?? [])].some((word) => says(text, word, before)),
  );
  return spoken ?? null;
}

/** Whether the text has the word by itself; a unit only right after a number, or every "in" would be inches. */
function says(text: string, word: string, before: string): boolean {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(String.raw`${before}${escaped}(?!\p{L})`, 'iu').test(text);
}

function readList(text: string, schema: Schema, name: string): Json {
  const items = schema['items'] as Schema | undefined;
  if (items === undefined) return null;
  const addresses = text.match(webAddress);
  if (typeOf(items) === 'string' && name === 'images') return addresses === null ? null : [...addresses];
  const parts = typeOf(items) === 'object' ? [text] : text.split(between).filter((part) => part !== '');
  const values = parts.map((part) => readValue(part, items, name)).filter((value) => value !== null);
  return values.length === 0 ? null : values;
}

/** Each property from the same text. A measure is read only where the text names it: the order of "80 x 60" is a guess. */
function readObject(text: string, schema: Schema): Json {
  const required = requiredOf(schema);
  const entries = propertiesOf(schema).map(([name, property]) => [name, readProperty(text, name, property)] as const);
  const essential = entries.filter(([name, value]) => value === null && required.includes(name)).map(([name]) => name);
  const isIncomplete = propertiesOf(schema).some(
    ([name, property]) => essential.includes(name) && !isNullable(property),
  );
  return isIncomplete ? null : Object.fromEntries(entries);
}

const measures: readonly string[] = ['width', 'height', 'depth', 'length', 'diameter'];

function readProperty(text: string, name: string, schema: Schema): Json {
  if (!measures.includes(name)) return readValue(text, schema, name);
  const named = underLabels(name, text.split('\n'))[0];
  return named === undefined ? null : readValue(named.text, schema, name);
}
