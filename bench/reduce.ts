// What it costs to reduce a page and to extract from it without a model: CPU by page size, on generated pages and on
// a corpus of real ones.
//   node bench/reduce.ts [CORPORA_DIR] [--rounds N]
// Prints milliseconds of CPU for each size, and a page of 150 KB each; the two are the same where cost is linear.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { StageContext } from '#core/stage.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import { decodeHtml } from '#html/decode.ts';
import { reduceHtml } from '#html/reduce.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { generatedProductPage } from './generated-product-page.ts';
import { corporaFolder, goldUrls } from './product-gold.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '15' } },
});
const rounds = Number(values.rounds);
const pageOf150 = 150_000;

/** The structured extractor reads the document only. */
const context = {} as StageContext;
const extractor = structuredExtractor();

type Page = { readonly url: string; readonly html: string };
type Cost = { readonly reduce: number; readonly extract: number };

/** Milliseconds of CPU, the median of the rounds after one that is not counted. */
async function costOf(page: Page, count: number): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round <= count; round += 1) {
    const start = process.cpuUsage();
    const document = reduceHtml(page);
    const reduced = process.cpuUsage(start);
    await extractor.extract(document, productTarget, context);
    const all = process.cpuUsage(start);
    const reduce = (reduced.user + reduced.system) / 1_000;
    if (round > 0) costs.push({ reduce, extract: (all.user + all.system) / 1_000 - reduce });
  }
  return { reduce: median(costs.map(({ reduce }) => reduce)), extract: median(costs.map(({ extract }) => extract)) };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

function row(what: string, size: number, { reduce, extract }: Cost): void {
  const each = ((reduce + extract) * pageOf150) / size;
  console.log(
    `${what.padEnd(34)}${(size / 1_000).toFixed(0).padStart(8)}${reduce.toFixed(2).padStart(10)}${extract.toFixed(2).padStart(10)}${each.toFixed(2).padStart(12)}`,
  );
}

console.log(
  `${' '.repeat(34)}${'KB'.padStart(8)}${'reduce'.padStart(10)}${'extract'.padStart(10)}${'a 150 KB'.padStart(12)}`,
);
const small = { url: 'https://shop.example/oak-chair-4711', html: generatedProductPage(pageOf150) };
await costOf(small, 60);
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
    const { reduce, extract } = await costOf(page, 5);
    sizes.push(page.html.length);
    each.push({ reduce: (reduce * pageOf150) / page.html.length, extract: (extract * pageOf150) / page.html.length });
    if (process.env['ROWS'] !== undefined) row(id.slice(0, 8), page.html.length, { reduce, extract });
  }
  row(`${each.length} of the corpus, 150 KB of each`, pageOf150, {
    reduce: median(each.map(({ reduce }) => reduce)),
    extract: median(each.map(({ extract }) => extract)),
  });
  console.log(`the pages of the corpus have ${(median(sizes) / 1_000).toFixed(0)} KB (median)`);
}
