import { describe, expect, test } from 'vitest';
import type { PastAttempt } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import { failureCategories } from '#core/failure.ts';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RetryPolicy } from '#core/retry.ts';
import type { StageContext } from '#core/stage.ts';
import { fallback } from '#scraping/fallback.ts';
import { categoriesThatGoOn } from '#scraping/fallback-rules.ts';
import { judged } from '#scraping/judged.ts';
import { observed } from '#scraping/observed.ts';
import type { Page } from '#scraping/page.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { retried } from '#scraping/retried.ts';
import { memoryBlobStore } from '../fakes/blob-store.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { recordingObserver } from '../fakes/observer.ts';
import { fakePage, namedFetcher, observesAll } from '../fakes/page.ts';

const policy: RetryPolicy = { retries: 1, base: 100, cap: 1_000, patience: 60_000, longestWaitInPlace: 5_000 };
const url = new URL('https://shop.test/chair');
const defaults = new Set(categoriesThatGoOn);

const fails = (category: FailureCategory, options: ConstructorParameters<typeof PipelineError>[2] = {}) =>
  new PipelineError(category, `${category} it is`, options);
const blocked = fakePage({
  status: 403,
  headers: { 'cf-mitigated': 'challenge' },
  body: '<title>Just a moment</title>',
});
const shell = fakePage({ body: '<!doctype html><div id="root"></div><script src="/app.js"></script>' });

type Answers = readonly (Page | Error)[];

/** The chain as it is composed, over fakes. */
async function run(
  given: Readonly<Record<string, Answers>>,
  { context = {}, goesOn = defaults, runsScripts = [] as readonly string[] } = {} as {
    readonly context?: Partial<StageContext>;
    readonly goesOn?: ReadonlySet<FailureCategory>;
    readonly runsScripts?: readonly string[];
  },
) {
  const observer = recordingObserver();
  const blobs = memoryBlobStore();
  const fetchers = Object.entries(given).map(([name, answers]) => ({
    ...namedFetcher(name, ...answers),
    observes: { ...observesAll, scripts: runsScripts.includes(name) },
  }));
  const links = fetchers.map((fetcher) => retried(observed(judged(noting(fetcher), blobs), observer, 'fetch'), policy));
  const around = fakeContext({ clock: fakeClock({ autoAdvance: true }), ...context });
  const outcome: unknown = await fallback(links, goesOn)
    .fetch(url, around)
    .catch((error: unknown) => error);
  const attempts = observer.facts.map((fact) => [fact.attempt, fact.attributes['fetcher'], fact.outcome]);
  return { outcome, attempts, context: around, observer };
}

/** As every true fetcher does. */
function noting(fetcher: PageFetcher): PageFetcher {
  return {
    ...fetcher,
    fetch: (address, context) => {
      context.note({ fetcher: fetcher.name });
      return fetcher.fetch(address, context);
    },
  };
}

describe('fallback', () => {
  test('asks the first alone when it brings the page', async () => {
    const page = fakePage();
    const { outcome, attempts, context } = await run({ http: [page], impit: [fails('internal')] });
    expect(outcome).toBe(page);
    expect(attempts).toEqual([[1, 'http', 'ok']]);
    expect(context.events).toEqual([]);
  });

  test('asks the next when the site took the first for a robot, and says so', async () => {
    const page = fakePage();
    const { outcome, attempts, context } = await run({ http: [blocked], impit: [page] });
    expect(outcome).toBe(page);
    expect(attempts).toEqual([
      [1, 'http', 'bot_detected'],
      [2, 'impit', 'ok'],
    ]);
    expect(context.events).toEqual([['fallback', { from: 'http', to: 'impit', reason: 'bot_detected' }]]);
  });

  test('gives every fetcher retries of its own, and every attempt a number of its own', async () => {
    const { outcome, attempts, observer } = await run({ http: [fails('timeout')], impit: [fails('connection')] });
    expect(attempts).toEqual([
      [1, 'http', 'timeout'],
      [2, 'http', 'timeout'],
      [3, 'impit', 'connection'],
      [4, 'impit', 'connection'],
    ]);
    expect(observer.facts.map(({ attributes }) => attributes['retry'])).toEqual([undefined, 1, undefined, 1]);
    expect(outcome).toMatchObject({ category: 'connection' });
  });

  test.each<FailureCategory>(['not_found', 'soft_404', 'dns', 'tls', 'forbidden_address', 'invalid_url', 'too_large'])(
    '%s ends the chain at once',
    async (category) => {
      const { outcome, attempts } = await run({ http: [fails(category)], impit: [fakePage()] });
      expect(outcome).toMatchObject({ category });
      expect(attempts.every(([, fetcher]) => fetcher === 'http')).toBe(true);
    },
  );

  test.each<FailureCategory>(['internal', 'config', 'store'])('%s is not about the page', async (category) => {
    const { outcome } = await run({ http: [blocked], impit: [fails(category)], other: [fakePage()] });
    expect(outcome).toMatchObject({ category, message: `${category} it is` });
  });

  test('which categories go on is a matter of configuration', async () => {
    const given = { http: [blocked], impit: [fakePage()] };
    const { outcome } = await run(given, { goesOn: new Set<FailureCategory>(['timeout']) });
    expect(outcome).toMatchObject({ category: 'bot_detected' });
  });

  test('asks only who runs scripts for a page that scripts fill', async () => {
    const given = { http: [shell], impit: [fakePage()], browser: [fakePage({ fetcher: 'browser' })] };
    const { outcome, attempts } = await run(given, { runsScripts: ['browser'] });
    expect(outcome).toMatchObject({ fetcher: 'browser' });
    expect(attempts.map(([, fetcher]) => fetcher)).toEqual(['http', 'browser']);
    const { outcome: without } = await run({ http: [shell], impit: [fakePage()] });
    expect(without).toMatchObject({ category: 'needs_browser' });
  });

  test('an item that is asked to wait is parked, and those who gave up are not asked again', async () => {
    const busy = fakePage({ status: 429, headers: { 'retry-after': '30' }, body: '' });
    const first = await run({ http: [fails('timeout')], impit: [busy] });
    expect(first.outcome).toBeInstanceOf(Park);
    const history = first.observer.facts;
    const again = await run({ http: [fakePage()], impit: [busy] }, { context: { history } });
    expect(again.outcome).toBeInstanceOf(Park);
    expect(again.attempts).toEqual([[4, 'impit', 'rate_limited']]);
  });

  test('nor when the next one had not had its turn yet', async () => {
    const waiting: PageFetcher = {
      name: 'impit',
      observes: observesAll,
      fetch: async () => Promise.reject(new Park(1_000, 'key')),
    };
    const http = namedFetcher('http', fails('timeout'));
    const observer = recordingObserver();
    const chain = fallback([retried(observed(noting(http), observer, 'fetch'), policy), waiting], defaults);
    const clock = fakeClock({ autoAdvance: true });
    for (let delivery = 0; delivery < 3; delivery += 1) {
      const history = [...observer.facts];
      await expect(chain.fetch(url, fakeContext({ clock, history }))).rejects.toBeInstanceOf(Park);
    }
    expect(http.urls).toHaveLength(2);
  });

  test('nothing further is asked once the run is stopped', async () => {
    const stop = new AbortController();
    const stopping: PageFetcher = {
      name: 'http',
      observes: observesAll,
      fetch: async () => {
        stop.abort(fails('cancelled'));
        throw fails('timeout');
      },
    };
    const impit = namedFetcher('impit', fakePage());
    const chain = fallback([stopping, impit], defaults);
    await expect(chain.fetch(url, fakeContext({ signal: stop.signal }))).rejects.toMatchObject({ category: 'timeout' });
    expect(impit.urls).toEqual([]);
  });
});

describe('the failure that tells the most', () => {
  test.each<[ended: FailureCategory, http: FailureCategory, impit: FailureCategory]>([
    ['bot_detected', 'bot_detected', 'connection'],
    ['bot_detected', 'bot_detected', 'timeout'],
    ['bot_detected', 'bot_detected', 'dns'],
    ['bot_detected', 'bot_detected', 'http_server_error'],
    ['http_server_error', 'http_server_error', 'connection'],
    ['needs_browser', 'bot_detected', 'needs_browser'],
    ['bot_detected', 'timeout', 'bot_detected'],
    ['not_found', 'bot_detected', 'not_found'],
    ['connection', 'timeout', 'connection'],
  ])('%s: %s, then %s', async (category, http, impit) => {
    const { outcome } = await run({ http: [fails(http)], impit: [fails(impit)] });
    expect(outcome).toMatchObject({ category, message: `${category} it is` });
  });

  test('what a service says of itself says nothing of the site', async () => {
    const service = fails('rate_limited', { details: { service: 'firecrawl' }, retryAfter: 3_600_000 });
    const { outcome } = await run({ http: [blocked], firecrawl: [service] });
    expect(outcome).toMatchObject({ category: 'bot_detected' });
  });

  test('names what became of each fetcher', async () => {
    const { outcome } = await run({ http: [blocked], impit: [fails('connection')] });
    expect(outcome).toMatchObject({
      details: {
        status: 403,
        vendor: 'cloudflare',
        snapshot: expect.stringMatching(/^[0-9a-f]{64}$/),
        fetcher: 'http',
        fetchers: [
          { fetcher: 'http', category: 'bot_detected', status: 403, vendor: 'cloudflare' },
          { fetcher: 'impit', category: 'connection', message: 'connection it is' },
        ],
      },
    });
  });
});

describe('an item that was delivered before', () => {
  const past = (attempt: number, fetcher: string, outcome: PastAttempt['outcome'], more = {}): PastAttempt => ({
    kind: 'fetch',
    stage: 'scraping',
    iteration: 1,
    attempt,
    at: Date.UTC(2026, 0, 1),
    outcome,
    attributes: { fetcher, ...more },
  });
  const resumed = (history: readonly PastAttempt[], given: Readonly<Record<string, Answers>>) =>
    run(given, { context: { history } });

  test('goes on with the fetcher that it had come to, with the retries that are left', async () => {
    const history = [past(1, 'http', 'timeout'), past(2, 'http', 'timeout'), past(3, 'impit', 'timeout')];
    const { attempts } = await resumed(history, { http: [fakePage()], impit: [fails('timeout')] });
    expect(attempts).toEqual([[4, 'impit', 'timeout']]);
  });

  test('does not ask again who was refused', async () => {
    const { attempts, context } = await resumed([past(1, 'http', 'bot_detected')], {
      http: [fakePage()],
      impit: [fakePage()],
    });
    expect(attempts).toEqual([[2, 'impit', 'ok']]);
    expect(context.events).toEqual([['fallback', { from: 'http', to: 'impit', reason: 'bot_detected' }]]);
  });

  test('remembers what the fetchers before it had been told', async () => {
    const history = [past(1, 'http', 'bot_detected', { vendor: 'akamai', status: 403, bytes: 9 })];
    const { outcome } = await resumed(history, { http: [fakePage()], impit: [fails('connection')] });
    expect(outcome).toMatchObject({
      category: 'bot_detected',
      details: { vendor: 'akamai', status: 403, fetchers: [{ fetcher: 'http' }, { fetcher: 'impit' }] },
    });
  });

  test('ends as it had ended, when no other fetcher can be asked', async () => {
    const { outcome, attempts } = await resumed([past(1, 'http', 'not_found', { status: 404 })], {
      http: [fakePage()],
      impit: [fakePage()],
    });
    expect(outcome).toMatchObject({ category: 'not_found', details: { status: 404 } });
    expect(attempts).toEqual([]);
  });

  test.each<[string, readonly PastAttempt[]]>([
    ['whose page was brought and lost', [past(1, 'http', 'ok')]],
    ['of a fetcher that is no longer configured', [past(1, 'browser', 'bot_detected')]],
  ])('begins where it was: one %s', async (_, history) => {
    const { attempts } = await resumed(history, { http: [fakePage()], impit: [fakePage()] });
    expect(attempts).toEqual([[2, 'http', 'ok']]);
  });
});

test('every category that goes on is one that exists', () => {
  expect(categoriesThatGoOn.filter((category) => !failureCategories.includes(category))).toEqual([]);
  expect(categoriesThatGoOn).toContain('bot_detected');
  expect(categoriesThatGoOn).not.toContain('not_found');
});
