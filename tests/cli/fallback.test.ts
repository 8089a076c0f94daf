import type { RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusedWith, scraped, startFirecrawlServer } from '../fixtures/firecrawl-server.ts';
import { listening } from '../fixtures/listening.ts';
import { type Desk, desk } from './specbook.ts';

const product = `<!doctype html><title>Oak chair</title><h1>Oak chair</h1><script type="application/ld+json">
{"@type":"Product","name":"Oak chair","brand":"Halden","offers":{"price":"649","priceCurrency":"USD"}}</script>`;
const challenge = '<title>Just a moment...</title><script>window._cf_chl_opt={}</script>';

let own: Desk;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  own = desk();
});
afterEach(async () => {
  own.clear();
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function site(answer: RequestListener): Promise<string> {
  const { origin, close } = await listening(answer);
  closing.push(close);
  return origin;
}

const refuse = (response: ServerResponse) => {
  response.writeHead(403, { 'content-type': 'text/html', 'cf-mitigated': 'challenge' }).end(challenge);
};

async function run(url: string, words: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(own.directory, 'urls.txt'), url);
  const given = ['--input', 'urls.txt', '--images-checked', '0', '--retries', '0', ...words];
  const ended = await own.run(['pipeline', ...given], { env });
  return { ...ended, facts: facts() };
}

type StoredFact = {
  readonly kind: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly attributes: string;
};

/** What was left of the way to the pages, as the store has it. */
function facts(): readonly Readonly<Record<string, unknown>>[] {
  const db = new DatabaseSync(join(own.directory, '.specbook', 'runs.sqlite'), { readOnly: true });
  const rows = db
    .prepare("select kind, attempt, outcome, attributes from facts where kind in ('fetch', 'page') order by at, kind")
    .all() as StoredFact[];
  db.close();
  return rows.map(({ attributes, ...fact }) => ({ ...fact, ...(JSON.parse(attributes) as Record<string, unknown>) }));
}

describe('a page that is refused', () => {
  test('is asked for as a current browser would, and the facts say who brought it', async () => {
    const origin = await site((request, response) => {
      const isCurrent = request.headers['sec-ch-ua']?.includes('"151"') === true;
      if (isCurrent) response.writeHead(200, { 'content-type': 'text/html' }).end(product);
      else refuse(response);
    });
    const { code, facts: left } = await run(`${origin}/chair`);
    expect(code).toBe(0);
    expect(own.outputs().products[0]?.values).toMatchObject({ name: 'Oak chair' });
    const attempts = left.filter(({ kind }) => kind === 'fetch');
    expect(attempts).toMatchObject([
      { attempt: 1, outcome: 'bot_detected', fetcher: 'http', vendor: 'cloudflare', confidence: 'declared' },
      { attempt: 2, outcome: 'ok', fetcher: 'impit', status: 200 },
    ]);
    expect(left.filter(({ kind }) => kind === 'page')).toMatchObject([
      { outcome: 'ok', fetcher: 'impit', cache: 'miss' },
    ]);
  });

  test('is brought by Firecrawl when that is configured, and its credits are counted', async () => {
    const origin = await site((_request, response) => refuse(response));
    const service = await startFirecrawlServer();
    closing.push(() => service.close());
    service.answer(scraped(product, { creditsUsed: 5 }));
    const env = { SPECBOOK_FIRECRAWL_BASE_URL: service.baseUrl, SPECBOOK_FIRECRAWL_API_KEY: 'fc-secret' };
    const {
      code,
      stdout,
      stderr,
      facts: left,
    } = await run(`${origin}/chair`, ['--fetchers', 'http,impit,firecrawl'], env);
    expect(code).toBe(0);
    expect(left.filter(({ kind }) => kind === 'fetch')).toMatchObject([
      { fetcher: 'http', outcome: 'bot_detected' },
      { fetcher: 'impit', outcome: 'bot_detected' },
      { attempt: 3, fetcher: 'firecrawl', outcome: 'ok', credits: 5, cost_source: 'unpriced' },
    ]);
    const kept = own.outputs().text('run.json') + own.outputs().text('products.jsonl') + stdout + stderr;
    expect(kept).not.toContain('fc-secret');
  });

  test('ends with what the site said, although the service had its own reasons', async () => {
    const origin = await site((_request, response) => refuse(response));
    const service = await startFirecrawlServer();
    closing.push(() => service.close());
    service.answer(refusedWith(402, 'Insufficient credits'));
    const env = { SPECBOOK_FIRECRAWL_BASE_URL: service.baseUrl };
    const { code, facts: left } = await run(`${origin}/chair`, ['--fetchers', 'http,firecrawl'], env);
    expect(code).toBe(3);
    expect(own.outputs().failures[0]).toMatchObject({ category: 'bot_detected' });
    expect(left.find(({ fetcher }) => fetcher === 'firecrawl')).toMatchObject({
      outcome: 'rate_limited',
      service: 'firecrawl',
    });
  });

  test('a page that is gone is asked for once', async () => {
    const asked: (string | undefined)[] = [];
    const origin = await site((request, response) => {
      if (request.url !== '/robots.txt') asked.push(request.url);
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    });
    expect((await run(`${origin}/gone`)).code).toBe(0);
    expect(asked).toEqual(['/gone']);
  });
});

test('Firecrawl without a key and without an address is a complaint that says what to set', async () => {
  const { code, stderr } = await run('http://127.0.0.1:9/chair', ['--fetchers', 'firecrawl']);
  expect(code).toBe(2);
  expect(stderr).toContain('SPECBOOK_FIRECRAWL_API_KEY');
  const doctor = await own.run(['doctor', '--fetchers', 'http,firecrawl']);
  expect(doctor.stdout).toMatch(/fetchers.*SPECBOOK_FIRECRAWL_API_KEY/);
});

test('an unknown fetcher is a complaint that names those there are', async () => {
  const { code, stderr } = await own.run(['pipeline', '--fetchers', 'http,curl']);
  expect(code).toBe(2);
  expect(stderr).toContain('"curl" is no fetcher; expected some of http, impit, browser, firecrawl');
});
