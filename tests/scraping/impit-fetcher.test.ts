import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpFetcher } from '#scraping/http-fetcher.ts';
import { sendWith } from '#scraping/http-request.ts';
import { impitFetcher } from '#scraping/impit-fetcher.ts';
import { loadImpit, sendThrough } from '#scraping/impit-request.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { addressSafety } from '../conformance/address-safety.ts';
import { http2Endings } from '../conformance/http2-endings.ts';
import { pageFetcherConformance } from '../conformance/page-fetcher.ts';
import { unwantedRequests } from '../conformance/unwanted-requests.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { startHttp2Server } from '../fixtures/http2-server.ts';
import { selfSignedCertificate } from '../fixtures/self-signed-certificate.ts';
import { noSessions, openDial, openProxy, startProxy } from '../fixtures/ways-out.ts';

const around = { proxy: await openProxy(), sessions: noSessions, send: sendWith(openDial) };
afterAll(() => around.proxy.close());
const certificate = selfSignedCertificate();

pageFetcherConformance('impitFetcher', (limits) => impitFetcher(limits, around));

unwantedRequests('impitFetcher', (wishes) =>
  impitFetcher(
    { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 },
    { ...around, wishes },
  ),
);

/** Takes a certificate that nobody vouches for. */
function credulous(): PageFetcher {
  const { proxy, send } = around;
  const { Impit: Client } = loadImpit();
  const impit = new Client({ browser: 'chrome151', ignoreTlsErrors: true, proxyUrl: proxy.url });
  const limits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 };
  const { name, observes } = impitFetcher(limits, around);
  return httpFetcher({ name, observes, send: sendThrough({ impit, proxy, send }), headers: () => ({}) }, limits, {
    sessions: noSessions,
  });
}

http2Endings('impitFetcher', credulous);

test.skipIf(certificate === undefined).each([
  ['a page that nothing tells to be whole is asked for once more, over HTTP/1.1', 'page', { http1: 1, http2: 1 }],
  ['one that has an end of its own is not', 'gzip', { http1: 0, http2: 1 }],
] as const)('impitFetcher: %s (needs openssl)', async (_name, answer, asked) => {
  if (certificate === undefined) throw new Error('there is no certificate');
  const server = await startHttp2Server(certificate, answer);
  setDefaultCACertificates([certificate.cert]);
  await credulous().fetch(server.url, fakeContext({ clock: realClock }));
  setDefaultCACertificates(getCACertificates('bundled'));
  expect(server.asked).toEqual(asked);
  await server.close();
});

addressSafety('impitFetcher', async (dial) => {
  const proxy = await startProxy(dial);
  const limits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 };
  return {
    fetcher: impitFetcher(limits, { proxy, sessions: noSessions, send: sendWith(dial) }),
    close: () => proxy.close(),
  };
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
