import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FailureCategory } from '#core/failure.ts';
import { firecrawlFetcher } from '#scraping/firecrawl-fetcher.ts';
import { Withheld } from '#scraping/politeness/host-wishes.ts';
import { hostileEndings } from '../conformance/hostile-endings.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { finePage, type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { startFirecrawlService } from '../fixtures/firecrawl-service.ts';
import { type FirecrawlServer, refusedWith, scraped, startFirecrawlServer } from '../fixtures/firecrawl-server.ts';

const html = '<!doctype html><title>Oak chair</title><h1>Oak chair — 4 kg</h1>';
const url = new URL('https://shop.test/chair?size=l&api_key=12345');

let server: FirecrawlServer;
beforeAll(async () => {
  server = await startFirecrawlServer();
});
beforeEach(() => server.answer(scraped(html)));
afterAll(() => server.close());

const fetcher = (changed: Partial<Parameters<typeof firecrawlFetcher>[0]> = {}) =>
  firecrawlFetcher({
    baseUrl: server.baseUrl,
    apiKey: 'fc-secret',
    timeout: 5_000,
    maxBytes: 100_000,
    creditPrice: undefined,
    proxy: 'auto',
    ...changed,
  });
const context = () => fakeContext({ clock: realClock });
const failureOf = (changed: Parameters<typeof fetcher>[0] = {}, given = context()): Promise<unknown> =>
  fetcher(changed)
    .fetch(url, given)
    .then(
      () => 'a page',
      (error: unknown) => error,
    );

const service = await startFirecrawlService();
afterAll(() => service.close());

/** The service says that none of its ways to fetch got the page, and not why. */
const allItSays = 'connection';

hostileEndings(
  'firecrawlFetcher',
  ({ timeout, maxBytes }) => fetcher({ baseUrl: service.baseUrl, timeout, maxBytes }),
  { protocol: allItSays, too_large: allItSays, redirect: allItSays, forbidden_address: allItSays },
);

test('firecrawlFetcher has no page fetched of a host that asked for time', async () => {
  const withheld = new Withheld('shop.test', realClock.now() + 30_000);
  const before = server.requests.length;
  const settings = { baseUrl: server.baseUrl, apiKey: 'fc-secret', timeout: 5_000, maxBytes: 100_000 } as const;
  const heeding = firecrawlFetcher(
    { ...settings, creditPrice: undefined, proxy: 'auto' },
    {
      look: () => {
        throw withheld;
      },
    },
  );
  const given = context();
  await expect(heeding.fetch(url, given)).rejects.toBe(withheld);
  expect(server.requests.length).toBe(before);
  expect(given.notes).not.toHaveProperty('service');
});

describe('firecrawlFetcher and a service that fetches', () => {
  const through = (address: URL) => fetcher({ baseUrl: service.baseUrl }).fetch(address, context());
  let site: HostileServer;
  beforeAll(async () => {
    site = await startHostileServer();
  });
  afterAll(() => site.close());

  test('a page comes as text, from where redirects led', async () => {
    const page = await through(site.url('/redirect-chain'));
    expect(page).toMatchObject({ status: 200, finalUrl: site.url('/fine').href, fetcher: 'firecrawl' });
    expect(new TextDecoder().decode(page.body)).toBe(finePage);
  });

  test('a name that does not exist, and nobody who listens', async () => {
    await expect(through(new URL('http://no-such-host.invalid/'))).rejects.toMatchObject({ category: 'dns' });
    await expect(through(site.refused)).rejects.toMatchObject({ category: 'connection' });
  });

  test('a page beyond the limit is none, whatever the service allows', async () => {
    const small = fetcher({ baseUrl: service.baseUrl, maxBytes: 100 });
    await expect(small.fetch(site.url('/article'), context())).rejects.toMatchObject({ category: 'too_large' });
  });
});

describe('firecrawlFetcher', () => {
  test('has the service bring the page from the site itself', async () => {
    server.answer(scraped(html, { statusCode: 404, url: 'https://www.shop.test/chair#top' }));
    const page = await fetcher().fetch(url, context());
    expect(page).toMatchObject({
      url: url.href,
      finalUrl: 'https://www.shop.test/chair',
      status: 404,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      fetcher: 'firecrawl',
    });
    expect(new TextDecoder().decode(page.body)).toBe(html);
    expect(server.requests.at(-1)).toMatchObject({
      path: '/v2/scrape',
      authorization: 'Bearer fc-secret',
      body: { url: url.href, formats: ['rawHtml'], maxAge: 0, storeInCache: false, skipTlsVerification: false },
    });
  });

  test('runs scripts', () => {
    expect(fetcher().observes.scripts).toBe(true);
  });

  test('a service of one’s own needs no key, and none is taken from elsewhere', async () => {
    await fetcher({ apiKey: '' }).fetch(url, context());
    expect(server.requests.at(-1)?.authorization).toBe('');
  });

  test('notes what it did, without what a URL keeps secret', async () => {
    const given = context();
    await fetcher().fetch(url, given);
    expect(given.notes).toEqual({
      url: 'https://shop.test/chair?size=l&api_key=REDACTED',
      fetcher: 'firecrawl',
      status: 200,
      body_bytes: Buffer.byteLength(html),
      credits: 1,
      cost_source: 'unpriced',
    });
  });

  test.each([
    [5, 0.000_83, { credits: 5, cost_source: 'estimated', cost_nano_dollars: 4_150_000 }],
    [5, undefined, { credits: 5, cost_source: 'unpriced' }],
    [-1, 0.000_83, { cost_source: 'unpriced' }],
    [undefined, 0.000_83, { cost_source: 'unpriced' }],
  ])('%s credits at %s dollars', async (creditsUsed, creditPrice, expected) => {
    server.answer(scraped(html, { creditsUsed }));
    const given = context();
    await fetcher({ creditPrice }).fetch(url, given);
    expect(given.notes).toMatchObject(expected);
    expect('cost_nano_dollars' in given.notes).toBe('cost_nano_dollars' in expected);
    expect('credits' in given.notes).toBe('credits' in expected);
  });

  test.each<[FailureCategory, number, string, string | undefined]>([
    ['config', 401, 'Unauthorized: Invalid token', undefined],
    ['rate_limited', 402, 'Payment required: insufficient credits', undefined],
    ['rate_limited', 429, 'Rate limit exceeded. Please retry after 24s, resets at Fri', undefined],
    ['timeout', 408, 'The scrape timed out', 'SCRAPE_TIMEOUT'],
    ['dns', 200, 'DNS resolution failed', 'SCRAPE_DNS_RESOLUTION_ERROR'],
    ['tls', 500, 'certificate', 'SCRAPE_SSL_ERROR'],
    ['connection', 500, 'net::ERR_CONNECTION_RESET', 'SCRAPE_SITE_ERROR'],
    ['connection', 500, 'all engines failed', 'SCRAPE_ALL_ENGINES_FAILED'],
    ['unsupported_content', 500, 'zip', 'SCRAPE_UNSUPPORTED_FILE_ERROR'],
    ['http_client_error', 403, 'this website is not supported', undefined],
    ['http_server_error', 503, 'unavailable', undefined],
  ])('%s: the service answers with %i, "%s", %s', async (category, status, message, code) => {
    server.answer(refusedWith(status, message, code));
    const given = context();
    const failure = await failureOf({}, given);
    expect(given.notes).toMatchObject({ service: 'firecrawl' });
    expect(failure).toMatchObject({ category, waits: 'item', details: { service: 'firecrawl' } });
    expect(JSON.stringify(failure) + String((failure as Error).cause)).not.toContain('fc-secret');
  });

  test.each<[number, string, number]>([
    [429, 'Rate limit exceeded, please retry after 24s', 24_000],
    [429, 'slow down', 10_000],
    [402, 'insufficient credits', 3_600_000],
  ])('after %i "%s" no page goes to the service for %i ms', async (status, message, wait) => {
    const clock = fakeClock();
    const one = fetcher();
    server.answer(refusedWith(status, message));
    await expect(one.fetch(url, fakeContext({ clock }))).rejects.toMatchObject({ retryAfter: wait });
    const before = server.requests.length;
    await expect(one.fetch(url, fakeContext({ clock }))).rejects.toMatchObject({
      category: 'rate_limited',
      retryAfter: wait,
      waits: 'item',
      details: { service: 'firecrawl' },
    });
    expect(server.requests.length).toBe(before);
    server.answer(scraped(html));
    await clock.advance(wait);
    await expect(one.fetch(url, fakeContext({ clock }))).resolves.toMatchObject({ status: 200 });
  });

  test('fails when the service is not there, or breaks off', async () => {
    server.answer('reset');
    expect(await failureOf()).toMatchObject({ category: 'connection', details: { service: 'firecrawl' } });
    const gone = await startFirecrawlServer();
    await gone.close();
    expect(await failureOf({ baseUrl: gone.baseUrl })).toMatchObject({ category: 'connection' });
  });

  test('gives up at the deadline, and at once when it is stopped', async () => {
    server.answer('silence');
    expect(await failureOf({ timeout: 1_000 })).toMatchObject({ category: 'timeout' });
    const stop = new AbortController();
    const reason = new Error('stopped by the test');
    const before = server.requests.length;
    const outcome = failureOf({}, fakeContext({ clock: realClock, signal: stop.signal }));
    await expect.poll(() => server.requests.length).toBeGreaterThan(before);
    stop.abort(reason);
    expect(await outcome).toBe(reason);
  });

  test.each<[FailureCategory, Parameters<FirecrawlServer['answer']>[0]]>([
    ['protocol', { body: { success: true, data: { metadata: { statusCode: 200 } } } }],
    ['protocol', { body: { success: true, data: { rawHtml: html } } }],
    ['too_large', scraped('x'.repeat(200_000))],
  ])('%s: what is no page is not sold as one', async (category, answer) => {
    server.answer(answer);
    expect(await failureOf()).toMatchObject({ category });
  });
});
