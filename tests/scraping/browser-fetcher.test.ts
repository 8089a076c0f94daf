import { afterAll } from 'vitest';
import { browserFetcher } from '#scraping/browser/browser-fetcher.ts';
import { chromium } from '#scraping/browser/chromium.ts';
import { addressSafety } from '../conformance/address-safety.ts';
import { pageFetcherConformance } from '../conformance/page-fetcher.ts';
import { noSessions, openProxy, startProxy } from '../fixtures/ways-out.ts';

const proxy = await openProxy();
const how = { executable: '/usr/bin/chromium', sandbox: false, blockMedia: true, lifetime: 'page' } as const;
const browser = chromium({ ...how, proxy });
afterAll(async () => {
  await browser.close();
  await proxy.close();
});

pageFetcherConformance(
  'browserFetcher',
  (limits) => browserFetcher(limits, { chromium: browser, proxy, sessions: noSessions, settle: 50 }),
  { wireBytes: true, rendered: true },
);

addressSafety(
  'browserFetcher',
  async (dial) => {
    const guarded = await startProxy(dial);
    const closed = chromium({ ...how, proxy: guarded });
    const limits = { timeout: 20_000, firstByteTimeout: 20_000, maxBytes: 100_000, maxRedirects: 3 };
    return {
      fetcher: browserFetcher(limits, { chromium: closed, proxy: guarded, sessions: noSessions, settle: 50 }),
      close: async () => {
        await closed.close();
        await guarded.close();
      },
    };
  },
  9,
);
