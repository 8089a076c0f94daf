import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Json } from '#core/json.ts';
import type { Provenance, Witness } from '#extraction/extraction.ts';
import { type Price, readPrice } from '#extraction/values/price.ts';
import { type CorpusPart, isInPart } from './corpus-part.ts';

/** The folder with product-pages/html/*.html.gz, product-pages/gold.json and score-products.mjs. */
export const corporaFolder = (given: string | undefined) =>
  resolve(given ?? join(import.meta.dirname, '..', '..', 'shared', 'corpora'));

type Gold = Readonly<Record<string, { readonly url: string }>>;

function goldOf(corpora: string, part: CorpusPart): Gold {
  const text = readFileSync(join(corpora, 'product-pages', 'gold.json'), 'utf8');
  return Object.fromEntries(Object.entries(JSON.parse(text) as Gold).filter(([, { url }]) => isInPart(url, part)));
}

/** The URL of each page, by its id. */
export function goldUrls(corpora: string, part: CorpusPart = 'all'): ReadonlyMap<string, string> {
  return new Map(Object.entries(goldOf(corpora, part)).map(([id, { url }]) => [id, url]));
}

/** The marks that the gold uses, by ISO 4217 code. */
const symbols: Readonly<Record<string, string>> = {
  USD: '$',
  CAD: '$',
  AUD: '$',
  NZD: '$',
  SGD: '$',
  HKD: '$',
  MXN: '$',
  CLP: '$',
  COP: '$',
  ARS: '$',
  EUR: '€',
  GBP: '£',
  INR: '₹',
  RUB: '₽',
  JPY: '¥',
  CNY: '¥',
  KRW: '₩',
  TRY: '₺',
  ILS: '₪',
  VND: '₫',
  THB: '฿',
  UAH: '₴',
  NGN: '₦',
  PHP: '₱',
  PLN: 'zł',
  CZK: 'Kč',
  HUF: 'Ft',
  RON: 'lei',
  BRL: 'R$',
  SEK: 'kr',
  NOK: 'kr',
  DKK: 'kr',
  CHF: 'CHF',
  ZAR: 'R',
  MYR: 'RM',
  IDR: 'Rp',
  BGN: 'лв',
  HRK: 'kn',
  KZT: '₸',
  TWD: 'NT$',
  PEN: 'S/',
  UYU: '$',
  LKR: 'Rs',
  PKR: 'Rs',
};

/** Our fields for each text field of the gold. Its `mpn` holds what we call the model number. */
const goldFields: Readonly<Record<string, readonly string[]>> = {
  sku: ['sku'],
  availability: ['availability'],
  brand: ['brand'],
  mpn: ['modelNumber', 'mpn'],
  gtin: ['gtin'],
};

export type Prediction = Readonly<Record<string, Json>>;

/** A record's values in the words of the gold, whose currency is the mark that the page shows. */
export function predictionOf(
  values: Readonly<Record<string, unknown>>,
  provenance: Readonly<Record<string, Provenance>>,
): Prediction {
  const price = values['price'] as Price | undefined;
  const currency = price === undefined ? undefined : markOf(price, provenance['price']);
  const texts = Object.entries(goldFields).flatMap(([name, own]) => {
    const value = own.map((field) => values[field]).find((found) => found !== undefined);
    return value === undefined ? [] : [[name, inGoldWords(value as Json)] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(price === undefined ? {} : { price: String(price.amount) }),
    ...(currency === undefined ? {} : { currency }),
  };
}

/** The gold knows two kinds of availability: what can be bought is in stock. */
function inGoldWords(value: Json): Json {
  if (value === 'LimitedAvailability' || value === 'PreOrder' || value === 'BackOrder' || value === 'MadeToOrder')
    return 'InStock';
  return value === 'Discontinued' ? 'OutOfStock' : value;
}

/**
 * As the line writes it that shows the price, or another price in the same currency, else the usual mark of its
 * currency, which for some is the code.
 */
function markOf({ amount, currency }: Price, provenance: Provenance | undefined): string | undefined {
  const shown = (witnesses: readonly Witness[]) =>
    witnesses.filter(({ source }) => source === 'page').flatMap(({ where }) => readPrice(where) ?? []);
  const same = shown(provenance === undefined ? [] : [provenance, ...(provenance.agreeing ?? [])]);
  const other = shown(provenance?.disagreeing ?? []);
  return (
    same.find((price) => price.amount === amount)?.mark ??
    other.find((price) => price.currency !== undefined && price.currency === currency)?.mark ??
    (currency === undefined ? undefined : (symbols[currency] ?? currency))
  );
}

/**
 * The table of scores that score-products.mjs prints for a file of predictions.
 *
 * @param directory where the gold of the part may be written.
 */
export function scoreTable(corpora: string, predictions: string, directory: string, part: CorpusPart = 'all'): string {
  const gold = join(directory, 'gold.json');
  writeFileSync(gold, JSON.stringify(goldOf(corpora, part)));
  const script = join(corpora, 'score-products.mjs');
  return execFileSync(process.execPath, [script, predictions, gold], { encoding: 'utf8' });
}

/** F1 by field, out of that table. */
export function f1Scores(table: string): Readonly<Record<string, number>> {
  const rows = table.trim().split('\n').slice(1);
  return Object.fromEntries(rows.map((row) => row.split(/\s+/u)).map(([field = '', f1]) => [field, Number(f1)]));
}
