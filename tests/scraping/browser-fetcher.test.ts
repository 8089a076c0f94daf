import { afterAll } from 'vitest';
import { browserFetcher } from '#scraping/browser/browser-fetcher.ts';
import { chromium } from '#scraping/browser/chromium.ts';
import { pageFetcherConformance } from '../conformance/page-fetcher.ts';
import { noSessions, openProxy } from '../fixtures/ways-out.ts';

const proxy = await openProxy();
const browser = chromium({
  executable: '/usr/bin/chromium',
  proxy,
  sandbox: false,
  blockMedia: true,
  lifetime: 'page',
});
afterAll(async () => {
  await browser.close();
  await proxy.close();
});

pageFetcherConformance(
  'browserFetcher',
  (limits) => browserFetcher(limits, { chromium: browser, proxy, sessions: noSessions, settle: 50 }),
  { wireBytes: true, rendered: true },
);
