import { get } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';

let site: DemoSite;
beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
});
afterAll(() => site.close());

/** Asks without the conveniences of fetch, so that what goes over the wire can be seen. */
function rawGet(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; headers: Record<string, unknown>; bytes: number }> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, bytes }));
    }).on('error', reject);
  });
}

describe('startDemoSite', () => {
  test('listens on loopback and says who it is', async () => {
    expect(site.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${site.origin}/.well-known/specbook-demo`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ name: 'specbook-demo', version: expect.any(String) });
  });

  test('a busy port is a configuration error that says what to do', async () => {
    const port = Number(new URL(site.origin).port);
    const error = await startDemoSite({ port }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({ category: 'config', details: { setting: 'demo.port', port } });
    expect(String(error)).toMatch(/demo\.port.*already in use.*--demo-port/);
  });

  test('a number that is no port is a configuration error too', async () => {
    const error = await startDemoSite({ port: 70_000 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ category: 'config', message: expect.stringContaining('70000 is not a port') });
  });

  test('compresses pages above 1 KB for those who can read it, and always to the same bytes', async () => {
    const url = site.rows.find(
      (row) => row.expected.outcome === 'product' && row.expected.product.style === 'long',
    )?.url;
    const plain = await rawGet(url ?? '', {});
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['vary']).toBe('accept-encoding');
    expect(plain.bytes).toBeGreaterThan(140_000);
    expect(plain.bytes).toBeLessThan(160_000);

    const compressed = await rawGet(url ?? '', { 'accept-encoding': 'br, gzip;q=0.8' });
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(compressed.bytes).toBeLessThan(plain.bytes / 2);
    expect(await rawGet(url ?? '', { 'accept-encoding': 'gzip' })).toMatchObject({ bytes: compressed.bytes });

    const refused = await rawGet(url ?? '', { 'accept-encoding': 'gzip;q=0' });
    expect(refused.headers['content-encoding']).toBeUndefined();
    const small = await rawGet(`${site.origin}/faults/not-found`, { 'accept-encoding': 'gzip' });
    expect(small.headers['content-encoding']).toBeUndefined();
  });

  test('remembers requests in order, and counts them by path without the query', async () => {
    const own = await startDemoSite({ port: 0 });
    for (const path of ['/generated/1', '/generated/2?kb=9', '/private/a?b=c', '/private/a'])
      await fetch(own.origin + path);
    expect(own.requests().slice(1, 3)).toEqual([
      { method: 'GET', path: '/generated/2?kb=9', index: 1 },
      { method: 'GET', path: '/private/a?b=c', index: 2 },
    ]);
    expect(Object.fromEntries(own.counts())).toEqual({ '/generated': 2, '/private/a': 2 });
    await own.close();
  });

  test('forgets old requests but not their number', async () => {
    const own = await startDemoSite({ port: 0 });
    for (let batch = 0; batch < 11; batch += 1) {
      await Promise.all(Array.from({ length: 100 }, async () => (await fetch(`${own.origin}/robots.txt`)).text()));
    }
    expect(own.requests()).toHaveLength(1000);
    expect(own.requests().at(0)?.index).toBe(100);
    expect(own.counts().get('/robots.txt')).toBe(1100);
    await own.close();
  });

  test('robots.txt keeps robots out of /private/ and of a fault', async () => {
    const text = await (await fetch(`${site.origin}/robots.txt`)).text();
    expect(text).toBe('User-agent: *\nDisallow: /private/\nDisallow: /faults/robots-denied\n');
    expect((await fetch(`${site.origin}/private/trade-prices`)).status).toBe(200);
  });

  test('the front page says that it is a demonstration and links every page', async () => {
    const text = await (await fetch(site.origin)).text();
    expect(text).toContain('fictional');
    for (const row of site.rows) expect(text).toContain(`href="${new URL(row.url).pathname}"`);
  });

  test('unknown addresses are 404, other methods than reading 405, and nonsense 400', async () => {
    for (const path of [
      '/nothing',
      '/products/nothing',
      '/faults/nothing',
      '/faults/toString',
      '/images/nothing/1.png',
    ]) {
      expect((await fetch(site.origin + path)).status, path).toBe(404);
    }
    expect((await fetch(site.origin, { method: 'POST', body: 'x' })).status).toBe(405);
    expect(await rawGet(`${site.origin}//`, {})).toMatchObject({ status: 400 });
    const head = await fetch(site.origin, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('waits the latency before each answer', async () => {
    const waits: number[] = [];
    const own = await startDemoSite({
      port: 0,
      latency: 40,
      sleep: async (milliseconds) => void waits.push(milliseconds),
    });
    await fetch(`${own.origin}/robots.txt`);
    await fetch(`${own.origin}/faults/slow`);
    expect(waits).toEqual([40, 1540]);
    await own.close();
  });

  test('closing ends open connections, waiting pages included, and may be repeated', async () => {
    const own = await startDemoSite({ port: 0 });
    await (await fetch(own.origin)).text();
    const waiting = [fetch(`${own.origin}/faults/never`), fetch(`${own.origin}/faults/slow`)];
    const ended = Promise.allSettled(waiting);
    while ((own.counts().get('/faults/slow') ?? 0) === 0) await turn();
    await own.close();
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await own.close();
    await expect(fetch(own.origin)).rejects.toThrow('fetch failed');
  });
});
