import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import { addressSafety } from '../conformance/address-safety.ts';
import { pageFetcherConformance } from '../conformance/page-fetcher.ts';
import { unwantedRequests } from '../conformance/unwanted-requests.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { noSessions, openDial } from '../fixtures/ways-out.ts';

const around = { dial: openDial, sessions: noSessions };

pageFetcherConformance('gotFetcher', (limits) => gotFetcher(limits, around));

unwantedRequests('gotFetcher', (wishes) =>
  gotFetcher({ timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 }, { ...around, wishes }),
);

addressSafety('gotFetcher', async (dial) => ({
  fetcher: gotFetcher(
    { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 },
    { dial, sessions: noSessions },
  ),
  close: async () => undefined,
}));

describe('gotFetcher', () => {
  let server: HostileServer;
  const rawHeaders: string[][] = [];
  beforeAll(async () => {
    server = await startHostileServer({
      '/raw': (response, request) => {
        rawHeaders.push(request.rawHeaders);
        response.end('<p>');
      },
    });
  });
  afterAll(() => server.close());

  const fetcher = gotFetcher({ timeout: 5_000, firstByteTimeout: 5_000, maxBytes: 100_000, maxRedirects: 3 }, around);

  test('sends what a browser sends, and nothing that gives it away', async () => {
    await fetcher.fetch(server.url('/raw'), fakeContext({ clock: realClock }));
    const names = (rawHeaders[0] ?? []).filter((_, index) => index % 2 === 0);
    expect(names).toContain('User-Agent');
    expect(names).toContain('Accept-Encoding');
    const lower = names.map((name) => name.toLowerCase());
    for (const absent of ['content-length', 'transfer-encoding', 'cookie', 'traceparent', 'referer']) {
      expect(lower).not.toContain(absent);
    }
    expect(names.filter((name) => name.startsWith('Sec-Ch'))).toEqual([]);
  });

  test('uses a connection again for the next page', async () => {
    const sockets = new Set<unknown>();
    const counting = await startHostileServer({
      '/counted': (response) => {
        sockets.add(response.socket);
        response.end('<p>');
      },
    });
    for (let count = 0; count < 3; count += 1) {
      await fetcher.fetch(counting.url('/counted'), fakeContext({ clock: realClock }));
    }
    expect(sockets.size).toBe(1);
    await counting.close();
  });
});
