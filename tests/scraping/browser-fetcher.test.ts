import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserFetcher } from '#scraping/browser/browser-fetcher.ts';
import { type Chromium, chromium, type ChromiumSettings } from '#scraping/browser/chromium.ts';
import { findChromium } from '#scraping/browser/find-chromium.ts';
import type { ConnectProxy } from '#scraping/network/connect-proxy.ts';
import { sendWith } from '#scraping/http-request.ts';
import { siteSessions } from '#scraping/site-sessions.ts';
import { addressSafety } from '../conformance/address-safety.ts';
import { http2Endings } from '../conformance/http2-endings.ts';
import { pageFetcherConformance } from '../conformance/page-fetcher.ts';
import { unwantedRequests } from '../conformance/unwanted-requests.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { guardedDial, noSessions, openDial, openProxy, startProxy } from '../fixtures/ways-out.ts';
import { optionalService } from '../services.ts';

const { program, note } = optionalService('chromium');

describe.skipIf(program === undefined)(`with a browser ${note}`, () => {
  const how = { executable: program ?? '', sandbox: false, blockMedia: true, lifetime: 'page' } as const;
  const limits = { timeout: 20_000, firstByteTimeout: 20_000, maxBytes: 100_000, maxRedirects: 3 };
  const send = sendWith(openDial);
  const open = (proxy: ConnectProxy, changed: Partial<ChromiumSettings> = {}) =>
    chromium({ ...how, proxy, ...changed });

  let proxy: ConnectProxy;
  let browser: Chromium;
  beforeAll(async () => {
    proxy = await openProxy();
    browser = open(proxy);
  });
  afterAll(async () => {
    await browser.close();
    await proxy.close();
  });

  pageFetcherConformance('browserFetcher', (changed) =>
    browserFetcher(changed, { chromium: browser, proxy, sessions: noSessions, send, settle: 50 }),
  );

  unwantedRequests('browserFetcher', (wishes) =>
    browserFetcher(limits, { chromium: browser, proxy, sessions: noSessions, wishes, send, settle: 50 }),
  );

  describe('and any certificate', () => {
    const folder = mkdtempSync(join(tmpdir(), 'credulous-'));
    const executable = join(folder, 'chromium');
    let credulous: Chromium;
    beforeAll(() => {
      writeFileSync(executable, `#!/bin/sh\nexec ${how.executable} --ignore-certificate-errors "$@"\n`, {
        mode: 0o755,
      });
      credulous = open(proxy, { executable });
    });
    afterAll(async () => {
      await credulous.close();
      rmSync(folder, { recursive: true });
    });

    http2Endings('browserFetcher', () =>
      browserFetcher(limits, { chromium: credulous, proxy, sessions: noSessions, send, settle: 50 }),
    );
  });

  addressSafety('browserFetcher', async (dial) => {
    const guarded = await startProxy(dial);
    const closed = open(guarded);
    return {
      fetcher: browserFetcher(limits, {
        chromium: closed,
        proxy: guarded,
        sessions: noSessions,
        send: sendWith(dial),
        settle: 50,
      }),
      close: async () => {
        await closed.close();
        await guarded.close();
      },
    };
  });

  describe('browserFetcher', () => {
    let site: HostileServer;
    let inner: HostileServer;
    beforeAll(async () => {
      inner = await startHostileServer();
      site = await startHostileServer({
        '/script': (response) =>
          response
            .setHeader('content-type', 'text/html; charset=windows-1252')
            .end(`<div id=root></div><script>root.textContent = 'made by ' + 'a script \u00fc'</script>`),
        '/frames': (response) =>
          response
            .setHeader('content-type', 'text/html')
            .end('<link rel=stylesheet href=/style.css><iframe src=/in-frame></iframe><p>x'),
        '/in-frame': (response) => response.setHeader('content-type', 'text/html').end('<p>y'),
        '/style.css': (response) => response.setHeader('content-type', 'text/css').end('p { color: red }'),
        '/compressed-elsewhere': (response) =>
          response
            .writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'way=here; HttpOnly' })
            .end(`<script>location.href = '/compressed?coding=br'</script>`),
        '/gone-elsewhere': (response) =>
          response.setHeader('content-type', 'text/html').end(`<script>location.href = '/fine'</script>`),
        '/busy': (response) => response.setHeader('content-type', 'text/html').end('<script>for (;;);</script>'),
        '/spy': (response) =>
          response.setHeader('content-type', 'text/html').end(`<img src="/picture.png"><p id=out></p><script>
            fetch('http://10.0.0.1/').catch(() => fetch('http://127.0.0.1:${inner.url('/').port}/fine'))
              .then(async (answer) => { out.textContent = 'read ' + answer.status + await answer.text(); })
              .catch(() => { out.textContent = 'nothing to see'; });
            open('/popup');
          </script>`),
        '/sets': (response) =>
          response.setHeader('set-cookie', 'seen=1; Path=/').setHeader('content-type', 'text/html').end('<p>x'),
      });
    });
    afterAll(async () => {
      await site.close();
      await inner.close();
    });

    const fetchWith = (chosen: Chromium, path: string, sessions = noSessions, changed: Partial<typeof limits> = {}) =>
      browserFetcher({ ...limits, ...changed }, { chromium: chosen, proxy, sessions, send, settle: 500 }).fetch(
        site.url(path),
        fakeContext({ clock: realClock }),
      );
    const text = (body: Uint8Array) => new TextDecoder().decode(body);
    const seen = (path: string) => site.requests.filter((request) => request.path === path);

    test('brings what scripts make of a page, in UTF-8 and said to be', async () => {
      const { body, headers } = await fetchWith(browser, '/script');
      expect(text(body)).toMatch(/made by a script ./);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
    });

    test('asks for documents without compression, and for all else with it, in the order of a browser', async () => {
      await fetchWith(browser, '/frames');
      expect(seen('/frames').map(({ headers }) => headers['accept-encoding'])).toEqual(['identity']);
      for (const path of ['/in-frame', '/style.css']) {
        expect(seen(path)[0]?.headers['accept-encoding']).toMatch(/gzip, .*br/);
      }
      const names = Object.keys(seen('/frames')[0]?.headers ?? {});
      const places = ['sec-ch-ua', 'upgrade-insecure-requests', 'user-agent', 'accept', 'accept-encoding'].map((name) =>
        names.indexOf(name),
      );
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      expect(places).not.toContain(-1);
    });

    test('a document that is compressed unasked is asked for once more, with its cookies, and shown as it came', async () => {
      const { body, finalUrl } = await fetchWith(browser, '/compressed-elsewhere');
      expect(text(body)).toContain('Oak chair');
      expect(finalUrl).toBe(site.url('/compressed?coding=br').href);
      expect(seen('/compressed').map(({ headers }) => [headers['accept-encoding'], headers.cookie])).toEqual([
        ['identity', 'way=here'],
        ['gzip, deflate, br, zstd', 'way=here'],
      ]);
    });

    test('goes along where a script goes', async () => {
      expect(await fetchWith(browser, '/gone-elsewhere')).toMatchObject({ finalUrl: site.url('/fine').href });
    });

    test('does not say that it has no window', async () => {
      await fetchWith(browser, '/fine');
      expect(site.requests.at(-1)?.headers['user-agent']).toMatch(/Chrome\/\d+\.0\.0\.0 Safari/);
      expect(JSON.stringify(site.requests.at(-1)?.headers)).not.toMatch(/headless/i);
    });

    test('a script that never ends is ended at the deadline', async () => {
      await expect(fetchWith(browser, '/busy', noSessions, { timeout: 4_000 })).rejects.toMatchObject({
        category: 'timeout',
      });
      expect((await fetchWith(browser, '/fine')).status).toBe(200);
    });

    test('what a page’s scripts may reach is what its fetcher may reach', async () => {
      const guarded = await startProxy(guardedDial([site.url('/').host]));
      const closed = open(guarded);
      const fetcher = browserFetcher(limits, {
        chromium: closed,
        proxy: guarded,
        sessions: noSessions,
        send,
        settle: 2_000,
      });
      const { body } = await fetcher.fetch(site.url('/spy'), fakeContext({ clock: realClock }));
      expect(text(body)).toContain('<p id="out">nothing to see</p>');
      expect(inner.requests).toEqual([]);
      expect(seen('/picture.png')).toEqual([]);
      await closed.close();
      await guarded.close();
    });

    test('cookies end with the page, or live as long as the host is asked', async () => {
      await fetchWith(browser, '/sets');
      await fetchWith(browser, '/fine');
      expect(site.requests.at(-1)?.headers.cookie).toBeUndefined();
      const keeping = open(proxy, { lifetime: 'host' });
      await fetchWith(keeping, '/sets');
      await fetchWith(keeping, '/fine');
      expect(site.requests.at(-1)?.headers.cookie).toBe('seen=1');
      await keeping.close();
    });

    test('sends the cookies that are configured for the site', async () => {
      const sessions = siteSessions('page', () => ({ cookie: 'member=7; plan=pro', 'x-key': 'k' }));
      await fetchWith(browser, '/fine', sessions);
      expect(site.requests.at(-1)?.headers.cookie).toBe('member=7; plan=pro');
      expect(site.requests.at(-1)?.headers).not.toHaveProperty('x-key');
    });

    test('starts again when it has been closed', async () => {
      const again = open(proxy);
      expect((await fetchWith(again, '/fine')).status).toBe(200);
      await again.close();
      expect((await fetchWith(again, '/fine')).status).toBe(200);
      await again.close();
    });

    test('one that does not start is a matter of configuration', async () => {
      await expect(fetchWith(open(proxy, { executable: '/bin/false' }), '/fine')).rejects.toMatchObject({
        category: 'config',
      });
    });
  });
});

describe('findChromium', () => {
  test('takes what is configured, and nothing else', () => {
    expect(findChromium(process.execPath)).toBe(process.execPath);
    expect(() => findChromium('/no/such/program')).toThrow(/browser\.executable: there is no program at/);
  });

  test('says what to do when there is none', () => {
    expect(() => findChromium(undefined, 'sunos')).toThrow(/SPECBOOK_BROWSER/);
  });
});
