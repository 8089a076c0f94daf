// What it costs to reduce a page and to extract from it without a model: CPU by page size, on generated pages and on
// a corpus of real ones.
//   node bench/reduce.ts [CORPORA_DIR] [--rounds N]
// Prints milliseconds of CPU for each size, and a page of 150 KB each; the two are the same where cost is linear.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parseDocument } from 'htmlparser2';
import type { StageContext } from '#core/stage.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import { decodeHtml } from '#html/decode.ts';
import type { Document } from '#html/document.ts';
import { reduceHtml } from '#html/reduce.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { generatedProductPage } from './generated-product-page.ts';
import { corporaFolder, goldUrls } from './product-gold.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '51' } },
});
/** An odd number, so that the median is one of them. */
const rounds = Number(values.rounds);
const pageOf150 = 150_000;

/** The structured extractor reads the document only. */
const context = {} as StageContext;
const extractor = structuredExtractor();

type Page = { readonly url: string; readonly html: string };
/** `parse` is what htmlparser2 alone takes to make a tree of the page: a measure of the machine. */
type Cost = { readonly parse: number; readonly reduce: number; readonly extract: number };

/** Milliseconds of CPU, the median of the rounds after one that is not counted. */
async function costOf(page: Page, count: number): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round <= count; round += 1) {
    const parse = cpuOf(() => parseDocument(page.html));
    let document: Document | undefined;
    const reduce = cpuOf(() => (document = reduceHtml(page)));
    const start = process.cpuUsage();
    if (document !== undefined) await extractor.extract(document, productTarget, context);
    if (round > 0) costs.push({ parse, reduce, extract: milliseconds(process.cpuUsage(start)) });
  }
  return medians(costs);
}

function cpuOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return milliseconds(process.cpuUsage(start));
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}

function medians(costs: readonly Cost[]): Cost {
  const of = (part: keyof Cost): number => median(costs.map((cost) => cost[part]));
  return { parse: of('parse'), reduce: of('reduce'), extract: of('extract') };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

const columns = ['KB', 'parse alone', 'reduce', 'extract', 'both, a 150 KB'];

function line(what: string, cells: readonly string[]): void {
  console.log(what.padEnd(34) + cells.map((cell) => cell.padStart(16)).join(''));
}

function row(what: string, size: number, { parse, reduce, extract }: Cost): void {
  const each = ((reduce + extract) * pageOf150) / size;
  line(what, [(size / 1_000).toFixed(0), ...[parse, reduce, extract, each].map((cost) => cost.toFixed(2))]);
}

line('CPU, ms', columns);
const small = { url: 'https://shop.example/oak-chair-4711', html: generatedProductPage(pageOf150) };
// What a run of some hundred pages has: V8 goes on compiling for as long.
await costOf(small, 400);
for (const size of [pageOf150, 500_000, 1_500_000, 5_000_000, 10_000_000]) {
  const page = { url: small.url, html: generatedProductPage(size) };
  row('generated', page.html.length, await costOf(page, size > 2_000_000 ? 3 : rounds));
}

const corpora = corporaFolder(positionals[0]);
if (existsSync(join(corpora, 'product-pages'))) {
  const each: Cost[] = [];
  const sizes: number[] = [];
  for (const [id, url] of goldUrls(corpora)) {
    const body = gunzipSync(readFileSync(join(corpora, 'product-pages', 'html', `${id}.html.gz`)));
    const page = { url, html: decodeHtml(body, undefined) };
    const cost = await costOf(page, 5);
    const share = pageOf150 / page.html.length;
    sizes.push(page.html.length);
    each.push({ parse: cost.parse * share, reduce: cost.reduce * share, extract: cost.extract * share });
  }
  row(`${each.length} real pages, 150 KB of each`, pageOf150, medians(each));
  console.log(`real pages have ${(median(sizes) / 1_000).toFixed(0)} KB (median)`);
}
