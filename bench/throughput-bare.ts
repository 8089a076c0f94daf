/**
 * The least that one could write on the same libraries, for bench/throughput.ts:
 * `node bench/throughput-bare.ts ORIGIN PAGES KB CONCURRENCY`. Fetches with got-scraping, parses with htmlparser2 under
 * one shared cheerio function, reads title, JSON-LD and price, and inserts a row in batches. No cache, retries,
 * judging, provenance, validation, facts, resumption or outputs. Prints what was spent (`loop`) as JSON.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { load } from 'cheerio/slim';
import { gotScraping } from 'got-scraping';
import { parseDocument } from 'htmlparser2';
import { stopwatch } from './stopwatch.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

type Product = {
  readonly name?: string;
  readonly offers?: { readonly price?: number; readonly priceCurrency?: string };
};
type Row = readonly [url: string, title: string, name: string, price: number, currency: string];

const $ = load('');
const batchSize = 100;

async function fetchPage(url: string): Promise<Buffer> {
  const { statusCode, body } = await gotScraping(url, {
    responseType: 'buffer',
    http2: false,
    // The client's own timer would keep every body in memory until it runs out.
    timeout: { request: undefined } as object,
  });
  if (statusCode !== 200) throw new Error(`${url} answered with status ${statusCode}`);
  return body;
}

function readPage(url: string, html: string): Row {
  const page = $(parseDocument(html));
  const product = JSON.parse(page.find('script[type="application/ld+json"]').text()) as Product;
  const { price, priceCurrency } = product.offers ?? {};
  return [url, page.find('title').text(), product.name ?? '', Number(price), priceCurrency ?? ''];
}

function openTable(path: string): (rows: readonly Row[]) => void {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  database.exec('create table products (url text primary key, title text, name text, price real, currency text)');
  const insert = database.prepare('insert into products values (?, ?, ?, ?, ?)');
  return (rows) => {
    database.exec('begin');
    for (const row of rows) insert.run(...row);
    database.exec('commit');
  };
}

async function scrape(urls: readonly string[], concurrency: number, store: (rows: readonly Row[]) => void) {
  let next = 0;
  let batch: Row[] = [];
  const worker = async () => {
    for (let url = urls[next]; url !== undefined; url = urls[next]) {
      next += 1;
      const body = await fetchPage(url);
      batch.push(readPage(url, body.toString('utf8')));
      if (batch.length < batchSize) continue;
      store(batch);
      batch = [];
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  store(batch);
}

const [origin = '', pages = '', kilobytes = '', concurrency = ''] = process.argv.slice(2);
await withTemporaryDirectory(async (directory) => {
  const urls = Array.from({ length: Number(pages) }, (_, number) => `${origin}/generated/${number}?kb=${kilobytes}`);
  const store = openTable(join(directory, 'products.sqlite'));
  const spent = stopwatch();
  await scrape(urls, Number(concurrency), store);
  console.log(JSON.stringify({ loop: spent() }));
});
