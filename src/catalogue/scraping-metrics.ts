import { absent, amount, attribute, constant, duration, is, isNot, one, outcome, present } from './derivation.ts';
import { closed, counter, histogram, type Label, type Metric } from './metric.ts';

const by = { fetcher: attribute('fetcher') };

/** What is true of every pipeline that fetches pages (facts of kind `fetch` and `page`). */
export function scrapingMetrics(labels: {
  readonly fetchers: readonly string[];
  readonly vendors: readonly string[];
  /** `ok`, and the categories in which an attempt may end. */
  readonly outcomes: readonly string[];
}): readonly Metric[] {
  const fetcher = closed(labels.fetchers, 'how the page was asked for');
  return [
    counter({
      name: 'specbook.scrape.attempts',
      unit: '{attempt}',
      help: 'Attempts to bring a page from a site, by how they ended: `ok`, or the category of the failure.',
      labels: { fetcher, outcome: closed(labels.outcomes, '`ok`, or the category of the failure') },
      from: [{ fact: 'fetch', where: [], value: one, labels: { ...by, outcome } }],
    }),
    histogram({
      name: 'specbook.scrape.duration',
      unit: 's',
      help: 'One attempt to bring a page, redirects and body included.',
      labels: { fetcher },
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      from: [{ fact: 'fetch', where: [], value: duration, labels: by }],
    }),
    counter({
      name: 'specbook.scrape.received',
      unit: 'By',
      help: 'Bytes of page bodies as they were received, before they were decompressed.',
      labels: { fetcher },
      from: [{ fact: 'fetch', where: [], value: amount('bytes'), labels: by }],
    }),
    ...pageMetrics(labels.vendors, fetcher),
  ];
}

/** What came of the attempts: who got a page in the end, and who refused one. */
function pageMetrics(vendors: readonly string[], fetcher: Label): readonly Metric[] {
  return [
    counter({
      name: 'specbook.pages.resolved',
      unit: '{page}',
      help: 'Pages that were brought from a site, by the fetcher that got them in the end.',
      labels: { fetcher },
      from: [
        {
          fact: 'page',
          // A page that stands in for one that its site did not give was not brought.
          where: [is(outcome, 'ok'), isNot(attribute('cache'), 'hit'), isNot(attribute('cache'), 'stale')],
          value: one,
          labels: by,
        },
      ],
    }),
    counter({
      name: 'specbook.bot_detections',
      unit: '{attempt}',
      help: 'Attempts that were answered with a bot check or a deny page, by who made it.',
      labels: { vendor: closed(vendors, 'who refused; `generic` when the page does not say') },
      from: [
        {
          fact: 'fetch',
          where: [is(outcome, 'bot_detected')],
          value: one,
          labels: { vendor: attribute('vendor', 'generic') },
        },
      ],
    }),
  ];
}

/** What is paid for pages, where a service counts in credits. */
export const serviceCredits = (fetchers: readonly string[]): Metric =>
  counter({
    name: 'specbook.scraping_service.credits',
    unit: '{credit}',
    help: 'What scraping services said that they charged, in their credits.',
    labels: { fetcher: closed(fetchers, 'the service that was asked') },
    from: [
      {
        fact: 'fetch',
        where: [present('credits')],
        value: amount('credits'),
        labels: { fetcher: attribute('fetcher') },
      },
    ],
  });

/** Caches, whichever pipeline looks into them. */
export const cacheRequests: Metric = counter({
  name: 'specbook.cache.requests',
  unit: '{request}',
  help: 'Looks into a cache: for pages (`html`) and for answers of models (`model`).',
  labels: {
    cache: closed(['html', 'model'], 'which cache'),
    result: closed(
      ['hit', 'miss', 'expired', 'revalidated', 'stale', 'negative', 'bypassed'],
      'what came of it; `bypassed`: it was told not to look',
    ),
  },
  from: [
    {
      fact: 'page',
      where: [present('cache')],
      value: one,
      labels: { cache: constant('html'), result: attribute('cache') },
    },
    {
      fact: 'completion',
      where: [present('cache')],
      value: one,
      labels: { cache: constant('model'), result: attribute('cache') },
    },
  ],
});

/** Waits in place; whoever has to wait longer gives up his place, and the wait is no part of any operation. */
export const limiterWaits: Metric = counter({
  name: 'specbook.limiter.wait',
  unit: 's',
  help: 'Time that attempts waited in place before they were made: for the turn at a host, for the limits of a model. Items that gave up their place meanwhile are not in it.',
  labels: { of: closed(['host', 'model'], 'whose limits they waited for') },
  // Facts have milliseconds.
  scale: 1_000,
  from: [
    { fact: 'fetch', where: [], value: amount('limiter_wait'), labels: { of: constant('host') } },
    { fact: 'model_call', where: [], value: amount('limiter_wait'), labels: { of: constant('model') } },
  ],
});

/** Requests to slow down, whoever made them. */
export const rateLimits: Metric = counter({
  name: 'specbook.rate_limits',
  unit: '{attempt}',
  help: 'Attempts that were told to slow down: by a site, by the provider of a model, by a scraping service.',
  labels: { source: closed(['site', 'model', 'service'], 'who asked to slow down') },
  from: [
    {
      fact: 'fetch',
      where: [is(outcome, 'rate_limited'), absent('service')],
      value: one,
      labels: { source: constant('site') },
    },
    {
      fact: 'fetch',
      where: [is(outcome, 'rate_limited'), present('service')],
      value: one,
      labels: { source: constant('service') },
    },
    {
      fact: 'model_call',
      where: [is(outcome, 'llm_rate_limited')],
      value: one,
      labels: { source: constant('model') },
    },
  ],
});
