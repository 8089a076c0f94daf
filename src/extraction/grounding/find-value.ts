import type { Json } from '#core/json.ts';
import { isJsonObject } from '../answer-schema.ts';
import type { TargetField } from '../target-schema.ts';
import { parseAvailability } from '../values/availability.ts';
import { findAvailability } from './find-availability.ts';
import { findBrand } from './find-brand.ts';
import { findGtin, findIdentifier } from './find-identifier.ts';
import { findLink } from './find-link.ts';
import { findMeasures } from './find-measure.ts';
import { findPhrase } from './find-phrase.ts';
import { findPrice } from './find-price.ts';
import { findText } from './find-text.ts';
import { grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import { isSame, numeralsIn } from './numerals.ts';
import type { Passages } from './passages.ts';

type Finder = (value: string, passages: Passages) => Grounding;

/** How the known facts are looked for that are texts; everything else by the shape of its value. */
const finders: Readonly<Record<string, Finder>> = {
  sku: findIdentifier,
  mpn: findIdentifier,
  modelNumber: findIdentifier,
  gtin: findGtin,
  brand: findBrand,
  manufacturer: findBrand,
  category: (value, passages) => findEach(value.split(/\s*>\s*/u), passages),
};

/** Looks for a value of the field in the page: where it stands, or what of it does not. */
export function findValue({ name, facts = [name] }: TargetField, value: Json, passages: Passages): Grounding {
  const finder = facts.map((fact) => finders[fact]).find((one) => one !== undefined);
  const text = typeof value === 'number' ? String(value) : value;
  return finder !== undefined && typeof text === 'string' ? finder(text, passages) : findShape(value, passages);
}

function findShape(value: Json, passages: Passages): Grounding {
  if (Array.isArray(value)) return findEach(value, passages);
  if (isJsonObject(value)) return findObject(value, passages);
  if (typeof value === 'string') return findString(value, passages);
  if (typeof value === 'number') return findNumber(value, passages);
  // Yes and no are conclusions; what they are drawn from is for the quotation to show.
  return ungrounded('absent', JSON.stringify(value));
}

function findString(value: string, passages: Passages): Grounding {
  if (/^https?:\/\//u.test(value)) return findLink(value, passages);
  return parseAvailability(value) === value ? findAvailability(value, passages) : findText(value, passages);
}

function findObject(value: { readonly [name: string]: Json }, passages: Passages): Grounding {
  const { amount, currency, unit, text, url, ...others } = value;
  if (typeof amount === 'number')
    return findPrice(typeof currency === 'string' ? { amount, currency } : { amount }, passages);
  if (typeof url === 'string') return findLink(url, passages);
  const numbers = Object.values(others).filter((one) => typeof one === 'number');
  if (typeof unit === 'string' && numbers.length > 0) return findMeasures(numbers, unit, passages);
  if (typeof text === 'string') return findNumbersOf(text, passages);
  return findEach(Object.values(value), passages);
}

/** Every one has to stand in the page; where the first stands is told. */
function findEach(values: readonly Json[], passages: Passages): Grounding {
  const found = values.map((value) => ({ value, at: findShape(value, passages) }));
  const missing = found.flatMap(({ at }) => (at.is === 'ungrounded' ? [at] : []));
  const first = found.find(({ at }) => at.is === 'grounded')?.at;
  if (first !== undefined && missing.length === 0) return first;
  const reason = first === undefined ? (missing[0]?.reason ?? 'absent') : 'partial';
  return ungrounded(reason, missing.map((one) => one.missing).join('; '));
}

/** Dimensions of which no side is known: as they are written, or all of their numbers in one passage. */
function findNumbersOf(text: string, passages: Passages): Grounding {
  const whole = findPhrase(text, passages.all);
  if (whole !== undefined) return whole;
  const numbers = numeralsIn(text).flatMap(({ meanings }) => meanings.slice(0, 1));
  const holder = passages.all.find((one) => {
    const own = numeralsIn(one.text).flatMap(({ meanings }) => meanings);
    return one.about !== 'others' && numbers.every((number) => own.some((other) => isSame(other, number)));
  });
  return holder === undefined || numbers.length === 0 ? ungrounded('absent', text) : grounded(holder);
}

function findNumber(value: number, { all }: Passages): Grounding {
  for (const one of all) {
    if (one.about === 'others' || one.place === 'url' || one.place === 'link') continue;
    const numeral = numeralsIn(one.text).find(({ meanings }) => meanings.some((number) => isSame(number, value)));
    if (numeral !== undefined) return grounded(one, numeral.start, numeral.end);
  }
  return ungrounded('absent', String(value));
}
