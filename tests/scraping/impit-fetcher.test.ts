import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { impitFetcher } from '#scraping/impit-fetcher.ts';
import { addressSafety } from '../conformance/address-safety.ts';
import { pageFetcherConformance } from '../conformance/page-fetcher.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { noSessions, openProxy, startProxy } from '../fixtures/ways-out.ts';

const around = { proxy: await openProxy(), sessions: noSessions };
afterAll(() => around.proxy.close());

pageFetcherConformance('impitFetcher', (limits) => impitFetcher(limits, around));

addressSafety('impitFetcher', async (dial) => {
  const proxy = await startProxy(dial);
  const limits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 };
  return { fetcher: impitFetcher(limits, { proxy, sessions: noSessions }), close: () => proxy.close() };
});

describe('impitFetcher', () => {
  let server: HostileServer;
  const rawHeaders: string[][] = [];
  const sockets = new Set<unknown>();
  beforeAll(async () => {
    server = await startHostileServer({
      '/raw': (response, request) => {
        rawHeaders.push(request.rawHeaders);
        sockets.add(response.socket);
        response.end('<p>');
      },
    });
  });
  afterAll(() => server.close());

  const fetcher = impitFetcher({ timeout: 5_000, firstByteTimeout: 5_000, maxBytes: 100_000, maxRedirects: 3 }, around);

  test('sends what the browser sends that it imitates, and nothing that gives it away', async () => {
    await fetcher.fetch(server.url('/raw'), fakeContext({ clock: realClock }));
    const names = (rawHeaders[0] ?? []).filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    expect(names).toEqual(expect.arrayContaining(['user-agent', 'accept-encoding', 'sec-ch-ua', 'sec-fetch-mode']));
    for (const absent of ['content-length', 'transfer-encoding', 'cookie', 'traceparent', 'referer']) {
      expect(names).not.toContain(absent);
    }
    const agent = rawHeaders[0]?.[names.indexOf('user-agent') * 2 + 1] ?? '';
    expect(Number(/Chrome\/(\d+)/.exec(agent)?.[1])).toBeGreaterThan(140);
  });

  test('uses a connection again for the next page', async () => {
    sockets.clear();
    for (let count = 0; count < 3; count += 1) {
      await fetcher.fetch(server.url('/raw'), fakeContext({ clock: realClock }));
    }
    expect(sockets.size).toBe(1);
  });

  test('an answer that is given up is ended, also at the server', async () => {
    const connections = new Set<{ readonly destroyed: boolean }>();
    const pouring = await startHostileServer({
      '/pour': (response) => {
        if (response.socket !== null) connections.add(response.socket);
        const pour = () => {
          if (!response.destroyed) response.write('x'.repeat(16_384), () => setImmediate(pour));
        };
        pour();
      },
    });
    await expect(fetcher.fetch(pouring.url('/pour'), fakeContext({ clock: realClock }))).rejects.toMatchObject({
      category: 'too_large',
    });
    await expect.poll(() => [...connections].every(({ destroyed }) => destroyed)).toBe(true);
    expect(connections.size).toBe(1);
    await pouring.close();
  });

  test('a failure names no secret of the URL', async () => {
    const error: unknown = await fetcher
      .fetch(server.url('/not-http?api_key=12345'), fakeContext({ clock: realClock }))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ category: 'protocol', details: { host: server.url('/').host } });
    expect(JSON.stringify(error) + String((error as Error).cause)).not.toContain('12345');
  });
});
