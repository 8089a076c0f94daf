// Scores the structured extractor on a corpus of product pages.
//   node bench/product-pages.ts [CORPORA_DIR] [--output FILE]
// CORPORA_DIR holds product-pages/html/*.html.gz, product-pages/gold.json and score-products.mjs.
// Prints the table of scores and the CPU time a page of decoding, reducing and extracting.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { Json } from '#core/json.ts';
import type { StageContext } from '#core/stage.ts';
import type { Extraction } from '#extraction/extraction.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import { decodeHtml } from '#html/decode.ts';
import { reduceHtml } from '#html/reduce.ts';
import { productTarget } from '#pipelines/specbook/target.ts';

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
};

/** Our fields for each text field of the gold. Its `mpn` holds what we call the model number. */
const goldFields: Readonly<Record<string, readonly string[]>> = {
  sku: ['sku'],
  availability: ['availability'],
  brand: ['brand'],
  mpn: ['modelNumber', 'mpn'],
  gtin: ['gtin'],
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { output: { type: 'string' } } });
const corpora = resolve(positionals[0] ?? join(import.meta.dirname, '..', '..', 'shared', 'corpora'));
const pages = join(corpora, 'product-pages', 'html');
const gold = JSON.parse(readFileSync(join(corpora, 'product-pages', 'gold.json'), 'utf8')) as Record<
  string,
  { readonly url: string }
>;

/** The structured extractor reads the document only. */
const context = {} as StageContext;
const extractor = structuredExtractor();

async function extract(body: Uint8Array, url: string): Promise<Extraction> {
  const document = reduceHtml({ url, html: decodeHtml(body, undefined) });
  return extractor.extract(document, productTarget, context);
}

function predictionOf({ fields }: Extraction): Record<string, Json> {
  const price = fields['price']?.value as { readonly amount: number; readonly currency?: string } | undefined;
  const currency = price?.currency === undefined ? undefined : symbols[price.currency];
  const texts = Object.entries(goldFields).flatMap(([name, own]) => {
    const value = own.map((field) => fields[field]?.value).find((found) => found !== undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(price === undefined ? {} : { price: String(price.amount) }),
    ...(currency === undefined ? {} : { currency }),
  };
}

const predictions: Record<string, Record<string, Json>> = {};
const milliseconds: number[] = [];
for (const file of readdirSync(pages).toSorted()) {
  const id = basename(file, '.html.gz');
  const url = gold[id]?.url;
  if (url === undefined) continue;
  const body = gunzipSync(readFileSync(join(pages, file)));
  predictions[id] = predictionOf(await extract(body, url));
  // Timed the second time, when the code is compiled as it is in the midst of a run.
  const before = process.cpuUsage();
  await extract(body, url);
  const used = process.cpuUsage(before);
  milliseconds.push((used.user + used.system) / 1_000);
}

const output = values.output ?? join(mkdtempSync(join(tmpdir(), 'product-pages-')), 'predictions.json');
writeFileSync(output, JSON.stringify(predictions, null, 2));
process.stdout.write(
  execFileSync(process.execPath, [join(corpora, 'score-products.mjs'), output], { encoding: 'utf8' }),
);
const median = milliseconds.toSorted((one, other) => one - other)[Math.floor(milliseconds.length / 2)] ?? 0;
process.stdout.write(`\n${milliseconds.length} pages, ${median.toFixed(1)} ms CPU a page (median)\n`);
