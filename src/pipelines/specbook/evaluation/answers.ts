import type { Json } from '#core/json.ts';
import { folded } from '#extraction/fold.ts';
import { currencyOfMark } from '#extraction/values/currency.ts';
import { parseDimensions, type Side } from '#extraction/values/dimensions.ts';
import { toMillimetres } from '#extraction/values/length.ts';
import { parseMeasure } from '#extraction/values/number.ts';
import { parseWeight, toKilograms } from '#extraction/values/weight.ts';
import { isLinked, type RecordSchema, type Values, valueIn } from '#pipelines/specbook/record-schema.ts';

/** A field of a gold file: where its value is in a record, and when two values are the same. */
export type AnswerField = {
  readonly name: string;
  /** Undefined when the record has none. */
  find(values: Values): Json | undefined;
  accepts(found: Json, accepted: string): boolean;
};

type Object = { readonly [name: string]: Json };

/**
 * The field of the records that a field of a gold file means: by its name, however it is written, or `price` and
 * `currency` of the product record's price. Undefined when records of the schema have no such field.
 */
export function answerField(name: string, { target }: RecordSchema): AnswerField | undefined {
  const wanted = folded(name);
  const own = target.fields.find((field) => folded(field.name) === wanted)?.name;
  if (own !== undefined) {
    return { name: own, find: (values) => valueIn(values, own), accepts: (found, text) => isSame(own, found, text) };
  }
  const hasPrice = target.fields.some((field) => field.name === 'price');
  if (wanted !== 'currency' || !hasPrice) return undefined;
  return {
    name,
    find: (values) => {
      const price = valueIn(values, 'price');
      return isObject(price) ? valueIn(price, 'currency') : undefined;
    },
    accepts: (found, text) => typeof found === 'string' && isCurrency(found, text),
  };
}

function isSame(field: string, found: Json, text: string): boolean {
  if (typeof found === 'number') return found === amountOf(text);
  if (typeof found === 'boolean') return String(found) === text.trim().toLowerCase();
  if (typeof found === 'string') return isSameText(field, found, text);
  if (Array.isArray(found)) return (found as readonly Json[]).some((entry) => isSame(field, entry, text));
  if (isLinked(found)) return found.url === text.trim() || folded(found.title) === folded(text);
  return isObject(found) && isSameObject(found, text);
}

/** For a file that knows but two kinds: what can be bought is in stock. */
const coarser: Readonly<Record<string, string>> = {
  LimitedAvailability: 'InStock',
  PreOrder: 'InStock',
  BackOrder: 'InStock',
  MadeToOrder: 'InStock',
  Discontinued: 'OutOfStock',
};

/** Numbers of articles have their digits and letters; everything else is what it is called. */
const exact = new Set(['sku', 'availability']);

function isSameText(field: string, found: string, text: string): boolean {
  if (field === 'availability' && coarser[found] === text.trim()) return true;
  if (field === 'gtin') return digitsOf(found) === digitsOf(text);
  const [one, other] = [found, text].map((value) => value.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim());
  return exact.has(field) ? one === other : one?.toLowerCase() === other?.toLowerCase();
}

const digitsOf = (text: string) => text.replaceAll(/\D/gu, '').padStart(14, '0');

function isSameObject(found: Object, text: string): boolean {
  const { amount, value, unit } = found;
  if (typeof amount === 'number') return amount === amountOf(text);
  if (typeof value === 'number' && typeof unit === 'string') {
    const weight = parseWeight(text);
    const own = parseWeight(`${value} ${unit}`);
    return weight !== undefined && own !== undefined && isClose(toKilograms(weight), toKilograms(own));
  }
  const { text: own } = found;
  return typeof own === 'string' && isSameSize(found, own, text);
}

const sides: readonly Side[] = ['width', 'height', 'depth', 'length', 'diameter'];

/** All sides that the accepted text names, in whichever unit; without any, the words. */
function isSameSize(found: Object, words: string, text: string): boolean {
  const accepted = parseDimensions(text);
  const own = found['unit'];
  const named = sides.filter((side) => accepted?.[side] !== undefined);
  if (accepted?.unit === undefined || named.length === 0) return folded(words) === folded(text);
  const unit = parseDimensions(`1 ${typeof own === 'string' ? own : 'mm'}`)?.unit ?? 'mm';
  return named.every((side) => {
    const length = found[side];
    return (
      typeof length === 'number' &&
      isClose(toMillimetres(length, unit), toMillimetres(accepted[side] ?? 0, accepted.unit ?? 'mm'))
    );
  });
}

/** To one in a hundred: what is rounded in one unit is not round in another. */
const isClose = (one: number, other: number) => Math.abs(one - other) <= 0.01 * Math.max(one, other);

function amountOf(text: string): number | undefined {
  const plain = Number(text);
  return text.trim() !== '' && Number.isFinite(plain) ? plain : parseMeasure(text.replaceAll(/[^\d.,]/gu, ''));
}

/** An ISO 4217 code, or a mark that stands for the currency, be it for others as well. */
function isCurrency(code: string, text: string): boolean {
  const mark = text.trim().toLowerCase();
  if (mark === code.toLowerCase() || currencyOfMark(text) === code) return true;
  return (['symbol', 'narrowSymbol'] as const).some((currencyDisplay) =>
    new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay })
      .formatToParts(0)
      .some(({ type, value }) => type === 'currency' && value.toLowerCase() === mark),
  );
}

function isObject(value: Json | undefined): value is Object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
