import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toPipelineError } from '#core/pipeline-error.ts';
import type { Dial } from '#scraping/network/dial.ts';
import { directDial } from '#scraping/network/dial.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { forbiddenSpellings } from '../fixtures/forbidden-spellings.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { startTwoFacedServer } from '../fixtures/two-faced-server.ts';
import { guardedDial } from '../fixtures/ways-out.ts';

type Opened = { readonly fetcher: PageFetcher; close(): Promise<void> };

/** What every fetcher that connects by itself owes to the network it is run in. */
export function addressSafety(name: string, open: (dial: Dial) => Promise<Opened>): void {
  describe(`${name} and addresses that are not public`, () => {
    let server: HostileServer;
    beforeAll(async () => {
      server = await startHostileServer({
        '/to-private': (response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
        '/to-metadata': (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
        '/to-neighbour': (response) => response.writeHead(302, { location: server.refused.href }).end(),
        '/to-localhost': (response) => response.writeHead(302, { location: 'http://localhost:1/' }).end(),
      });
    });
    afterAll(() => server.close());

    const outcome = async (fetcher: PageFetcher, url: URL): Promise<string> =>
      fetcher.fetch(url, fakeContext({ clock: realClock })).then(
        () => 'a page',
        (error: unknown) => toPipelineError(error).category,
      );
    const withDial = async (dial: Dial, work: (fetcher: PageFetcher) => Promise<void>) => {
      const { fetcher, close } = await open(dial);
      try {
        await work(fetcher);
      } finally {
        await close();
      }
    };

    test('every spelling of a forbidden address is refused, and nobody is connected to', { timeout: 300_000 }, () =>
      withDial(guardedDial(), async (fetcher) => {
        const before = server.requests.length;
        const urls = forbiddenSpellings.map((spelling) => {
          const url = new URL(spelling);
          url.port = server.url('/').port;
          return url;
        });
        expect(urls.length).toBeGreaterThan(60);
        const others: string[] = [];
        // A few at a time: a browser needs a moment for each.
        for (let start = 0; start < urls.length; start += 6) {
          await Promise.all(
            urls.slice(start, start + 6).map(async (url) => {
              const category = await outcome(fetcher, url);
              if (category !== 'forbidden_address') others.push(`${url.href}: ${category}`);
            }),
          );
        }
        expect(others).toEqual([]);
        expect(server.requests.length).toBe(before);
      }),
    );

    test.each(['/to-private', '/to-metadata', '/to-neighbour', '/to-localhost'])('a redirect %s is refused', (path) =>
      withDial(guardedDial([server.url('/').host]), async (fetcher) => {
        expect(await outcome(fetcher, server.url(path))).toBe('forbidden_address');
      }),
    );

    test('a host that is allowed is fetched, by its exact name and port', () =>
      withDial(guardedDial([server.url('/').host]), async (fetcher) => {
        expect(await outcome(fetcher, server.url('/fine'))).toBe('a page');
      }));

    test.each([['127.0.0.1'], ['10.0.0.7'], ['::1'], ['::ffff:169.254.169.254']])(
      'a name that resolves to %s is refused',
      (address) =>
        withDial(
          guardedDial([], async () => [{ address, family: address.includes(':') ? 6 : 4 }]),
          async (fetcher) => {
            expect(await outcome(fetcher, new URL('http://shop.test/'))).toBe('forbidden_address');
            expect(await outcome(fetcher, new URL('https://shop.test/'))).toBe('forbidden_address');
          },
        ),
    );

    test('a name that changes its address between check and connect gains nothing', async () => {
      const faces = await startTwoFacedServer();
      await withDial(directDial(faces.guard, faces.resolve), async (fetcher) => {
        const url = new URL(`http://shop.test:${faces.port}/`);
        expect(await outcome(fetcher, url)).toBe('a page');
        expect(faces.reached.outside).toBeGreaterThan(0);
        expect(await outcome(fetcher, url)).toBe('forbidden_address');
        expect(faces.reached.inside).toBe(0);
      });
      await faces.close();
    });
  });
}
