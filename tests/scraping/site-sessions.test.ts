import { describe, expect, test } from 'vitest';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import { siteSessions } from '#scraping/site-sessions.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { startHostileServer } from '../fixtures/hostile-server.ts';
import { openDial } from '../fixtures/ways-out.ts';

const clock = fakeClock();
const limits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 };

describe('credentials', () => {
  test('are not sent to where the site redirects to', async () => {
    const other = await startHostileServer();
    const site = await startHostileServer({
      '/away': (response) => response.writeHead(302, { location: other.url('/fine').href }).end(),
    });
    const own = siteSessions('page', ({ host }) =>
      host === site.url('/').host ? { cookie: 'member=1', 'x-key': 'secret' } : {},
    );
    const context = fakeContext({ clock: realClock });
    await gotFetcher(limits, { dial: openDial, sessions: own }).fetch(site.url('/away'), context);
    expect(site.requests.at(-1)?.headers).toMatchObject({ cookie: 'member=1', 'x-key': 'secret' });
    expect(other.requests.at(-1)?.headers).not.toHaveProperty('cookie');
    expect(other.requests.at(-1)?.headers).not.toHaveProperty('x-key');
    expect(JSON.stringify(context.notes)).not.toMatch(/secret|member/);
    await site.close();
    await other.close();
  });
});

describe('cookies', () => {
  const shop = new URL('https://shop.test/');

  test('of a page are forgotten with it', () => {
    const sessions = siteSessions('page');
    sessions.cookiesFor(shop, clock).remember(['a=1'], shop);
    expect(sessions.cookiesFor(shop, clock).headerFor(shop)).toBeUndefined();
  });

  test('of a host are kept, each host its own', () => {
    const sessions = siteSessions('host');
    sessions.cookiesFor(shop, clock).remember(['a=1'], shop);
    expect(sessions.cookiesFor(new URL('https://shop.test/other'), clock).headerFor(shop)).toBe('a=1');
    expect(sessions.cookiesFor(new URL('https://other.test/'), clock).headerFor(shop)).toBeUndefined();
  });

  test('of a thousand hosts are kept, and no more', () => {
    const sessions = siteSessions('host');
    sessions.cookiesFor(shop, clock).remember(['a=1'], shop);
    for (let count = 0; count < 999; count += 1) sessions.cookiesFor(new URL(`https://${count}.test/`), clock);
    expect(sessions.cookiesFor(shop, clock).headerFor(shop)).toBe('a=1');
    for (let count = 0; count < 1_000; count += 1) sessions.cookiesFor(new URL(`https://${count}.test/`), clock);
    expect(sessions.cookiesFor(shop, clock).headerFor(shop)).toBeUndefined();
  });

  test('run out at their time', async () => {
    const jar = siteSessions('host').cookiesFor(shop, clock);
    const date = new Date(clock.now() + 5_000).toUTCString();
    jar.remember(
      ['short=1; Max-Age=1', `dated=1; Expires=${date}`, `both=1; Max-Age=9; Expires=${date}`, 'session=1'],
      shop,
    );
    expect(jar.headerFor(shop)).toBe('short=1; dated=1; both=1; session=1');
    await clock.advance(2_000);
    expect(jar.headerFor(shop)).toBe('dated=1; both=1; session=1');
    await clock.advance(4_000);
    expect(jar.headerFor(shop)).toBe('both=1; session=1');
  });
});
