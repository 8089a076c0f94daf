import { get } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
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
    ['soft-404', 200],
    ['denied-999', 999],
    ['challenge-503', 503],
    ['captcha', 200],
    ['bad-request', 400],
    ['unauthorised', 401],
    ['region-451', 451],
    ['region-page', 200],
    ['rate-limited-for-ever', 429],
    ['login-wall', 200],
    ['login-redirect', 302],
    ['consent-page', 200],
    ['consent-redirect', 302],
    ['script-shell', 200],
    ['redirect-to-file', 302],
    ['parked', 200],
    ['nameless', 200],
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

  test.each([
    ['reset-at-once', 'ECONNRESET'],
    ['bad-chunking', 'HPE_INVALID_CHUNK_SIZE'],
    ['not-http', 'HPE_INVALID_CONSTANT'],
    ['cut-off', 'ECONNRESET'],
  ] as const)('%s breaks the exchange in its own way', async (name, code) => {
    const broken = new Promise((resolve, reject) => {
      get(`${site.origin}/faults/${name}`, { agent: false }, (response) => {
        response.on('error', reject).on('end', resolve).resume();
      }).on('error', reject);
    });
    await expect(broken).rejects.toMatchObject({ code });
  });

  test('truncated-gzip cannot be unpacked', async () => {
    const bytes = await new Promise<Buffer>((resolve) => {
      get(`${site.origin}/faults/truncated-gzip`, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
      });
    });
    expect(() => gunzipSync(bytes)).toThrow('unexpected end of file');
  });

  test('a redirect leads to a server whose certificate is only vouched for by itself', async () => {
    const secure = (await ask('/faults/self-signed')).headers.get('location') ?? '';
    expect(secure).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/$/);
    expect((await ask('/faults/self-signed')).headers.get('location')).toBe(secure);
    await expect(fetch(secure)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
  });

  test('a page that is too large comes as a few KB', async () => {
    const response = await ask('/faults/too-large');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(50_000);
    expect((await response.text()).length).toBeGreaterThan(10_000_000);
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

  test('rate-limited-until: a date with Retry-After, at least half a second away', async () => {
    const asked = Date.now();
    const until = Date.parse((await ask('/faults/rate-limited-until')).headers.get('retry-after') ?? '');
    expect(until - asked).toBeGreaterThanOrEqual(500);
    expect(await (await ask('/faults/rate-limited-until')).text()).toContain(productName('rate-limited-until'));
  });

  test('slow-body: the product, in two halves', async () => {
    expect(await (await ask('/faults/slow-body')).text()).toContain(`<h1>${productName('slow-body')}</h1>`);
  });

  test('large: 5 MB with the product in it', async () => {
    const text = await (await ask('/faults/large')).text();
    expect(text.length).toBeGreaterThan(5_000_000);
    expect(text).toContain(`<h1>${productName('large')}</h1>`);
  });

  test('wrong-charset and wrong-type: the product under a wrong label', async () => {
    const charset = await ask('/faults/wrong-charset');
    expect(charset.headers.get('content-type')).toBe('text/html; charset=iso-8859-1');
    expect(Buffer.from(await charset.arrayBuffer()).toString('utf8')).toContain(productName('wrong-charset'));
    const type = await ask('/faults/wrong-type');
    expect(type.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await type.text()).toContain(productName('wrong-type'));
  });

  test('moved: a permanent redirect to the product', async () => {
    const response = await ask('/faults/moved');
    expect(response.status).toBe(301);
    expect(await (await ask(response.headers.get('location') ?? '')).text()).toContain(
      `<h1>${productName('moved')}</h1>`,
    );
  });
});

test('every fault is a row, those that take long or leave the machine only when asked for', async () => {
  const patient = await startDemoSite({ port: 0, allFaults: true });
  expect(Object.keys(ends(patient)).toSorted()).toEqual(faultNames.toSorted());
  const left = Object.keys(ends(patient)).filter((name) => !(name in ends(site)));
  expect(left.toSorted()).toEqual(['never', 'no-such-host', 'rate-limited-for-ever', 'self-signed', 'stalled-body']);
  expect(ends(patient)).toMatchObject(ends(site));
  expect(Object.keys(ends(site)).length).toBeGreaterThan(35);
  await patient.close();
});

test('faults.csv names every fault with what comes of it', async () => {
  const text = await (await ask('/faults.csv')).text();
  const [header, ...lines] = text.trimEnd().split('\n');
  expect(header).toBe('url,room,section,item code,quantity,fault,expected');
  expect(lines).toHaveLength(faultNames.length);
  expect(lines).toContainEqual(
    expect.stringMatching(/\/faults\/gone,Hall,Pages with faults,FA-\d\d,1,gone,not_found$/),
  );
});
