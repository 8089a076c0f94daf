/**
 * `npm run bench:fetchers -- [pages=1000] [kb=150] [concurrency=20] [rounds=5]`: pages/s and CPU of this process a
 * page, for every fetcher that connects by itself; got-scraping by three ways out. The ways take turns within each
 * round, so that what else the machine does falls on all of them. `FETCHERS=browser` and the like measures those only.
 */
import { connect } from 'node:net';
import { browserFetcher } from '#scraping/browser/browser-fetcher.ts';
import { chromium } from '#scraping/browser/chromium.ts';
import { findChromium } from '#scraping/browser/find-chromium.ts';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import { sendWith } from '#scraping/http-request.ts';
import { impitFetcher } from '#scraping/impit-fetcher.ts';
import { addressGuard } from '#scraping/network/address-guard.ts';
import { startConnectProxy } from '#scraping/network/connect-proxy.ts';
import { type Dial, directDial, opened } from '#scraping/network/dial.ts';
import { parseUpstream, upstreamDial } from '#scraping/network/upstream.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { siteSessions } from '#scraping/site-sessions.ts';
import { fakeContext } from '../tests/fakes/context.ts';
import { realClock } from '../tests/fakes/real-clock.ts';
import { startSiteProcess } from './site-process.ts';
import { stopwatch } from './stopwatch.ts';

const [pages = 1_000, kb = 150, concurrency = 20, rounds = 5] = process.argv.slice(2).map(Number);
const site = await startSiteProcess();
const { host } = new URL(site.origin);
const guard = addressGuard({ allowPrivateNetwork: false, allowedHosts: new Set([host]) });
const unguarded: Dial = (target, signal) => opened(connect(target), target, signal);
const guarded = directDial(guard);
const proxy = await startConnectProxy({ dial: guarded, secret: '0123456789abcdef', idle: 60_000 });
const upstream = parseUpstream(proxy.url);
if (upstream === undefined) throw new Error('the proxy has no address');
const sessions = siteSessions('page');
const limits = { timeout: 60_000, firstByteTimeout: 60_000, maxBytes: 10_000_000, maxRedirects: 5 };
const browser = chromium({
  executable: findChromium(),
  proxy,
  sandbox: process.getuid?.() !== 0,
  blockMedia: true,
  lifetime: 'host',
});

type Way = { readonly name: string; readonly fetcher: PageFetcher; readonly pages: number };
const ways: readonly Way[] = [
  { name: 'got, Node connects', fetcher: gotFetcher(limits, { dial: unguarded, sessions }), pages },
  { name: 'got, checked dial', fetcher: gotFetcher(limits, { dial: guarded, sessions }), pages },
  {
    name: 'got, CONNECT proxy',
    fetcher: gotFetcher(limits, { dial: upstreamDial([upstream], guard), sessions }),
    pages,
  },
  { name: 'impit, CONNECT proxy', fetcher: impitFetcher(limits, { proxy, sessions, send: sendWith(guarded) }), pages },
  {
    name: 'browser, CONNECT proxy',
    fetcher: browserFetcher(limits, { chromium: browser, proxy, sessions, send: sendWith(guarded), settle: 0 }),
    pages: Math.ceil(pages / 20),
  },
];
const chosen = ways.filter(({ name }) => name.startsWith(process.env['FETCHERS'] ?? ''));

async function run({ fetcher, pages: count }: Way) {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await fetcher.fetch(new URL(`${site.origin}/generated/${next}?kb=${kb}`), fakeContext({ clock: realClock }));
    }
  };
  const spent = stopwatch();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { wall, cpu } = spent();
  return { rate: (count / wall) * 1_000, cpu: cpu / count };
}

const measured = new Map(chosen.map(({ name }) => [name, [] as { readonly rate: number; readonly cpu: number }[]]));
try {
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of chosen) {
      const result = await run(way);
      // The first round warms up.
      if (round > 0) measured.get(way.name)?.push(result);
    }
  }
} finally {
  await browser.close();
  await proxy.close();
  await site.close();
}

const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
const base = measured.get('got, Node connects') ?? [];
for (const [name, results] of measured) {
  const rate = median(results.map((result) => result.rate));
  const cpu = median(results.map((result) => result.cpu));
  const ratios = results.map((result, index) => result.cpu / (base[index]?.cpu ?? Number.NaN));
  const against = base.length === 0 ? '' : `, ${median(ratios).toFixed(2)} times the CPU of "got, Node connects"`;
  console.log(`${name}: ${rate.toFixed(0)} pages/s, ${cpu.toFixed(2)} ms CPU a page${against}`);
}
