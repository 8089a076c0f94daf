import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnswerHead } from '#scraping/http-request.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { type HostWishes, Withheld } from '#scraping/politeness/host-wishes.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';

/** Wishes that refuse some addresses, and remember what they were asked and told. */
function recordingWishes(refused: (path: string) => boolean) {
  const looks: string[] = [];
  const heads: AnswerHead[] = [];
  const withheld = new Withheld('127.0.0.1', Date.now() + 30_000);
  const wishes: HostWishes = {
    look: ({ pathname }) => {
      looks.push(pathname);
      if (refused(pathname)) throw withheld;
      return (head) => heads.push(head);
    },
  };
  return { wishes, looks, heads, withheld };
}

/** What a fetcher owes to a host that asks for time while a request to it is on its way out. */
export function unwantedRequests(name: string, makeFetcher: (wishes: HostWishes) => PageFetcher): void {
  describe(`${name} and a host that asks for time`, () => {
    let server: HostileServer;
    beforeAll(async () => {
      server = await startHostileServer({
        '/429-unfinished': (response) =>
          response.writeHead(429, { 'content-type': 'text/html', 'retry-after': '7' }).write('<p>the rest never comes'),
      });
    });
    afterAll(() => server.close());

    const fetchWith = (wishes: HostWishes, path: string, signal = new AbortController().signal): Promise<unknown> =>
      makeFetcher(wishes)
        .fetch(server.url(path), fakeContext({ clock: realClock, signal }))
        .then(
          ({ status }) => status,
          (error: unknown) => error,
        );
    const askedFor = async (work: () => Promise<void>) => {
      const before = server.requests.length;
      await work();
      return server.requests.slice(before).map(({ path }) => path);
    };

    test('a request that is not wanted any more is not written, and the next one that is wanted is', async () => {
      const { wishes, withheld } = recordingWishes((path) => path === '/404');
      const asked = await askedFor(async () => {
        expect(await fetchWith(wishes, '/fine')).toBe(200);
        expect(await fetchWith(wishes, '/404')).toBe(withheld);
        expect(await fetchWith(wishes, '/fine')).toBe(200);
      });
      expect(asked).toEqual(['/fine', '/fine']);
    });

    test('neither is one that a redirect leads to', async () => {
      const { wishes, looks, withheld } = recordingWishes((path) => path === '/fine');
      const asked = await askedFor(async () => {
        expect(await fetchWith(wishes, '/redirect-chain')).toBe(withheld);
      });
      expect(asked).toEqual(['/redirect-chain', '/redirect-chain-2']);
      expect(looks).toEqual(['/redirect-chain', '/redirect-chain-2', '/fine']);
    });

    test('that it asks is told when the head of its answer is there, and not only when all of it is', async () => {
      const { wishes, heads } = recordingWishes(() => false);
      const stop = new AbortController();
      const reason = new Error('stopped by the test');
      const fetched = fetchWith(wishes, '/429-unfinished', stop.signal);
      await expect.poll(() => heads.map(({ status }) => status), { timeout: 5_000 }).toEqual([429]);
      expect(heads[0]?.headers['retry-after']).toBe('7');
      stop.abort(reason);
      expect(await fetched).toBe(reason);
    });
  });
}
