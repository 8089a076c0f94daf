import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type FaultName, faultNames } from '#demo/site/faults.ts';

let site: DemoSite;
beforeAll(async () => {
  site = await startDemoSite({ port: 0, sleep: async () => undefined });
});
afterAll(() => site.close());

const ask = (path: string): Promise<Response> => fetch(site.origin + path, { redirect: 'manual' });

/** The name of the product behind a fault. */
const productName = (fault: FaultName): string => {
  const row = site.rows.find(({ url }) => url === `${site.origin}/faults/${fault}`);
  return row?.expected.outcome === 'product' ? row.expected.product.expected.name : 'no product';
};

/** What each fault's row expects, by the name of the fault. */
const ends = (from: DemoSite): Record<string, string> =>
  Object.fromEntries(
    from.rows
      .filter(({ url }) => url.includes('/faults/'))
      .map(({ url, expected }) => [new URL(url).pathname.slice('/faults/'.length), expected.outcome]),
  );

describe('pages that end in a failure', () => {
  test.each([
    ['not-found', 404],
    ['gone', 410],
    ['denied', 403],
    ['challenge', 200],
    ['server-error', 500],
    ['redirect-loop', 302],
    ['empty', 200],
    ['document', 200],
  ] as const)('%s answers with %i every time', async (name, status) => {
    expect((await ask(`/faults/${name}`)).status).toBe(status);
    expect((await ask(`/faults/${name}`)).status).toBe(status);
  });

  test('the deny page looks like one of a delivery network', async () => {
    const text = await (await ask('/faults/denied')).text();
    expect(text).toContain('<TITLE>Access Denied</TITLE>');
    expect(text).toContain('Reference&#32;&#35;18&#46;');
  });

  test('the challenge looks like a real one', async () => {
    const response = await ask('/faults/challenge');
    expect(response.headers.get('cf-mitigated')).toBe('challenge');
    const text = await response.text();
    expect(text).toContain('<title>Just a moment...</title>');
    expect(text).toContain('window._cf_chl_opt');
  });

  test('the redirects never arrive', async () => {
    const first = (await ask('/faults/redirect-loop')).headers.get('location');
    expect(first).toBe('/faults/redirect-loop?again=1');
    expect((await ask(first ?? '')).headers.get('location')).toBe('/faults/redirect-loop');
    await expect(fetch(`${site.origin}/faults/redirect-loop`)).rejects.toThrow('fetch failed');
  });

  test('the empty page is empty, and the document a PDF', async () => {
    const empty = await ask('/faults/empty');
    expect([empty.headers.get('content-type'), await empty.text()]).toEqual(['text/html; charset=utf-8', '']);
    const document = await ask('/faults/document');
    expect(document.headers.get('content-type')).toBe('application/pdf');
    expect(await document.text()).toMatch(/^%PDF-1\.4\n/);
  });

  test('the broken connection breaks after the headers', async () => {
    const response = await ask('/faults/reset');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  test('the page that never answers does not', async () => {
    const controller = new AbortController();
    const answer = fetch(`${site.origin}/faults/never`, { signal: controller.signal });
    const outcome = answer.then(
      () => 'answered',
      () => 'given up',
    );
    while ((site.counts().get('/faults/never') ?? 0) === 0) await turn();
    await ask('/robots.txt');
    controller.abort();
    expect(await outcome).toBe('given up');
  });
});

describe('pages that recover', () => {
  test('rate-limited: 429 with Retry-After at first, then the product; each suffix by itself', async () => {
    for (const path of ['/faults/rate-limited', '/faults/rate-limited/2', '/faults/rate-limited/2/b']) {
      const first = await ask(path);
      expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
      for (let again = 0; again < 2; again += 1) {
        const next = await ask(path);
        expect(next.status).toBe(200);
        expect(await next.text()).toContain(`<h1>${productName('rate-limited')}</h1>`);
      }
    }
  });

  test('flaky: 500 at first, then the product; each site by itself', async () => {
    const other = await startDemoSite({ port: 0 });
    for (const origin of [site.origin, other.origin]) {
      const statuses = [];
      for (let visit = 0; visit < 3; visit += 1) statuses.push((await fetch(`${origin}/faults/flaky/x`)).status);
      expect(statuses).toEqual([500, 200, 200]);
    }
    await other.close();
    expect(await (await ask('/faults/flaky/x')).text()).toContain(`itemprop="name">${productName('flaky')}<`);
  });

  test('slow: the product, late', async () => {
    expect(await (await ask('/faults/slow')).text()).toContain(`<h1>${productName('slow')}</h1>`);
  });

  test('moved: a permanent redirect to the product', async () => {
    const response = await ask('/faults/moved');
    expect(response.status).toBe(301);
    expect(await (await ask(response.headers.get('location') ?? '')).text()).toContain(
      `<h1>${productName('moved')}</h1>`,
    );
  });
});

test('every fault is a row, the one that never answers only when asked for', async () => {
  const patient = await startDemoSite({ port: 0, withTimeout: true });
  expect(Object.keys(ends(patient)).toSorted()).toEqual(faultNames.toSorted());
  expect(ends(site)).toEqual({
    'not-found': 'not_found',
    gone: 'not_found',
    denied: 'bot_detected',
    challenge: 'bot_detected',
    'rate-limited': 'product',
    flaky: 'product',
    'server-error': 'http_server_error',
    slow: 'product',
    reset: 'connection',
    'redirect-loop': 'redirect',
    moved: 'product',
    empty: 'empty_content',
    document: 'unsupported_content',
  });
  expect(ends(patient)).toEqual({ ...ends(site), never: 'timeout' });
  await patient.close();
});
