import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import { addressGuard } from '#scraping/network/address-guard.ts';
import type { ConnectProxy } from '#scraping/network/connect-proxy.ts';
import { parseUpstream, type Upstream, upstreamDial } from '#scraping/network/upstream.ts';
import { fakeContext } from '../../fakes/context.ts';
import { realClock } from '../../fakes/real-clock.ts';
import { type HostileServer, startHostileServer } from '../../fixtures/hostile-server.ts';
import { startSocksServer } from '../../fixtures/socks-server.ts';
import { noSessions, openDial, startProxy } from '../../fixtures/ways-out.ts';

const limits = { timeout: 10_000, firstByteTimeout: 10_000, maxBytes: 100_000, maxRedirects: 3 };
const guard = addressGuard({ allowPrivateNetwork: false, allowedHosts: new Set() });

describe('upstream proxies', () => {
  let site: HostileServer;
  let socks: Awaited<ReturnType<typeof startSocksServer>>;
  let http: ConnectProxy;
  let asked: string[] = [];
  beforeAll(async () => {
    site = await startHostileServer();
    const port = Number(site.url('/').port);
    socks = await startSocksServer('open sesame', port);
    http = await startProxy((target, signal) => {
      asked.push(`${target.host}:${target.port}`);
      return openDial({ host: '127.0.0.1', port }, signal);
    });
  });
  afterAll(async () => {
    await socks.close();
    await http.close();
    await site.close();
  });

  const upstream = (text: string): Upstream => {
    const parsed = parseUpstream(text);
    if (parsed === undefined) throw new Error(`${text} is no proxy`);
    return parsed;
  };
  const httpUpstream = () => upstream(http.url);
  const socksUpstream = (password = 'open%20sesame') => upstream(`socks5://ann:${password}@127.0.0.1:${socks.port}`);
  const dead = () => upstream(`http://ann:hunter2@127.0.0.1:${site.refused.port}`);
  const fetchThrough = (upstreams: readonly [Upstream, ...Upstream[]], url: string) =>
    gotFetcher(limits, { dial: upstreamDial(upstreams, guard), sessions: noSessions }).fetch(
      new URL(url),
      fakeContext({ clock: realClock }),
    );
  const failureThrough = (upstreams: readonly [Upstream, ...Upstream[]], url: string) =>
    fetchThrough(upstreams, url).then(
      () => 'a page',
      (error: unknown) => error,
    );

  test('HTTP: the name goes to the proxy as it is, in a tunnel', async () => {
    asked = [];
    expect((await fetchThrough([httpUpstream()], 'http://shop.test/fine')).status).toBe(200);
    expect(asked).toEqual(['shop.test:80']);
  });

  test('SOCKS: the name goes to the proxy as it is, with the credentials', async () => {
    expect((await fetchThrough([socksUpstream()], 'http://shop.test:8080/fine')).status).toBe(200);
    expect(socks.requests.at(-1)).toEqual({ host: 'shop.test', port: 8_080, username: 'ann' });
  });

  test('a host goes through one proxy, and through the next when that cannot be reached', async () => {
    asked = [];
    for (const host of ['a.test', 'b.test', 'c.test', 'd.test', 'e.test']) {
      expect((await fetchThrough([dead(), httpUpstream()], `http://${host}/fine`)).status).toBe(200);
    }
    expect(asked.length).toBe(5);
    const both = [httpUpstream(), socksUpstream()] as const;
    asked = [];
    const before = socks.requests.length;
    for (let count = 0; count < 3; count += 1) await fetchThrough(both, 'http://a.test/fine');
    expect([0, 3]).toContain(asked.length);
    expect(asked.length + socks.requests.length - before).toBe(3);
  });

  test.each([
    ['of nobody', [() => dead()], 'http://shop.test/', 'connection'],
    ['of a proxy with other credentials', [() => socksUpstream('wrong')], 'http://shop.test/', 'config'],
    [
      'of a proxy that wants a password',
      [() => ({ ...httpUpstream(), password: 'hunter2' })],
      'http://shop.test/',
      'config',
    ],
    ['of a site that the proxy cannot reach', [() => socksUpstream()], 'http://refused.test/', 'connection'],
    ['of a forbidden address', [() => socksUpstream()], 'http://169.254.169.254/', 'forbidden_address'],
    ['of a name of this machine', [() => socksUpstream()], 'http://localhost/', 'forbidden_address'],
  ] as const)('the failure %s says so, and no password', async (_what, [make], url, category) => {
    const failure = await failureThrough([make()], url);
    expect(failure).toMatchObject({ category });
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/hunter2|open.sesame|wrong/);
  });
});

test.each([
  ['http://proxy.test', { kind: 'http', host: 'proxy.test', port: 80 }],
  ['https://proxy.test:8443', { kind: 'https', host: 'proxy.test', port: 8_443 }],
  ['socks5h://u:p%40@proxy.test', { kind: 'socks5', host: 'proxy.test', port: 1_080, username: 'u', password: 'p@' }],
  ['socks4://[::1]:9', { kind: 'socks4', host: '::1', port: 9 }],
])('%s is a proxy', (text, expected) => {
  expect(parseUpstream(text)).toEqual(expected);
});

test.each(['proxy.test:3128', 'ftp://proxy.test', '', 'nonsense'])('%j is none', (text) => {
  expect(parseUpstream(text)).toBeUndefined();
});
