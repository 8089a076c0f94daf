import type { Json } from '#core/json.ts';
import { type StateProperty, plainName, priceParts } from './state-vocabulary.ts';
import type { Entity, EntityValue } from './structured-data.ts';

type Node = { readonly [name: string]: Json };

const longestText = 5_000;
const deepestPrice = 3;
const texts = ['name', 'sku', 'brand', 'gtin', 'mpn', 'url', 'category', 'color'] as const;

/** What an object of a page's own data says of a product. */
export type Description = {
  readonly values: ReadonlyMap<StateProperty, Json>;
  /** Of the object itself, or of one around it. */
  readonly currency: string | undefined;
  /** Whether it is kept under a name that means the product of the page. */
  readonly isAsked: boolean;
};

/** The description as a schema.org product; undefined when it is about something else. */
export function productOf({ values, currency, isAsked }: Description): Entity | undefined {
  if (!isProduct(values, isAsked)) return undefined;
  const properties: Record<string, readonly EntityValue[]> = {};
  for (const property of texts) {
    const text = textOf(values.get(property));
    if (text !== undefined) properties[property] = [text];
  }
  const offer = offerOf(values, currency);
  if (offer !== undefined) properties['offers'] = [offer];
  return Object.keys(properties).length < 2 ? undefined : { types: ['Product'], properties };
}

/** It has a name or number, and enough else of a product. */
function isProduct(values: ReadonlyMap<StateProperty, Json>, isAsked: boolean): boolean {
  if (values.has('price')) return values.has('name') || values.has('sku');
  const isNamed = values.has('name') && values.has('sku');
  return isNamed && (isAsked || values.has('brand') || values.has('gtin') || values.has('mpn'));
}

function offerOf(values: ReadonlyMap<StateProperty, Json>, outer: string | undefined): Entity | undefined {
  const price = priceOf(values.get('price'), 0);
  const availability = availabilityOf(values.get('availability'));
  if (price === undefined && availability === undefined) return undefined;
  const currency = price?.currency ?? outer;
  const properties = {
    ...(price === undefined ? {} : { price: [price.text] }),
    ...(currency === undefined ? {} : { priceCurrency: [currency] }),
    ...(availability === undefined ? {} : { availability: [availability] }),
  };
  return { types: ['Offer'], properties };
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim().slice(0, longestText);
  if (Array.isArray(value)) return value.length === 1 ? textOf(value[0] as Json) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const node = value as Node;
  return ['name', 'label', 'title', 'value', 'displayName']
    .map((name) => (Object.hasOwn(node, name) ? node[name] : undefined))
    .find((text) => typeof text === 'string');
}

type StatePrice = { readonly text: string; readonly currency: string | undefined };

function priceOf(value: Json | undefined, depth: number): StatePrice | undefined {
  if (typeof value === 'number') return value > 0 ? { text: String(value), currency: undefined } : undefined;
  if (typeof value === 'string')
    return /\d/.test(value) && value.length <= 40 ? { text: value, currency: undefined } : undefined;
  if (Array.isArray(value)) return value.length === 1 ? priceOf(value[0] as Json, depth + 1) : undefined;
  if (typeof value !== 'object' || value === null || depth > deepestPrice) return undefined;
  const parts = new Map(
    Object.entries(value as Node)
      .slice(0, 60)
      .map(([name, inner]) => [plainName(name), inner]),
  );
  const currency = ['currency', 'currencycode', 'currencyiso', 'pricecurrency']
    .map((name) => parts.get(name))
    .find((text) => typeof text === 'string');
  const cents = parts.get('centamount');
  if (typeof cents === 'number') return { text: inUnits(cents, parts.get('fractiondigits')), currency };
  for (const part of priceParts) {
    const price = priceOf(parts.get(part), depth + 1);
    if (price !== undefined) return { text: price.text, currency: price.currency ?? currency };
  }
  return undefined;
}

/** An amount in minor units: https://docs.commercetools.com/api/types#centprecisionmoney */
function inUnits(cents: number, digits: Json | undefined): string {
  return String(cents / 10 ** (typeof digits === 'number' && digits >= 0 && digits <= 4 ? digits : 2));
}

function availabilityOf(value: Json | undefined): string | undefined {
  if (value === true) return 'InStock';
  if (value === false) return 'OutOfStock';
  if (typeof value === 'number') return value > 0 ? 'InStock' : undefined;
  return typeof value === 'string' ? value.slice(0, 100) : undefined;
}
