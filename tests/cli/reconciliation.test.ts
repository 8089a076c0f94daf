import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '#app/catalogue.ts';
import type { Counter, Histogram } from '#catalogue/metric.ts';
import { nameWithUnit, prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { recomputeSql } from '#telemetry/recompute-sql.ts';
import { type FirecrawlServer, refusedWith, scraped, startFirecrawlServer } from '../fixtures/firecrawl-server.ts';
import { type Desk, desk } from './specbook.ts';
import { served } from './serving.ts';

/**
 * What a run did is told in four ways: its files, its facts, the totals of the ledger and the page that Prometheus
 * reads. All four must say the same of every metric, also of a run that was killed again and again.
 */
const rows = 500;

const counted = catalogue.flatMap(({ metrics }) => metrics.filter((metric) => metric.kind !== 'gauge'));

let site: DemoSite;
let model: DemoModel;
let service: FirecrawlServer;
const desks: Desk[] = [];

beforeAll(async () => {
  site = await startDemoSite({ port: 0, allFaults: true });
  model = await startDemoModel({ port: 0, faults: { rate: 0.2 } });
  service = await startFirecrawlServer();
});
afterAll(async () => {
  await Promise.all([site.close(), model.close(), service.close()]);
  for (const own of desks) own.clear();
});

/** Every page of the site, faults included, and then its products again under other addresses. */
function urls(): readonly string[] {
  const all = site.rows.map(({ url }) => url);
  const products = site.rows.filter(({ fault }) => fault === undefined).map(({ url }) => url);
  const more = Array.from({ length: rows }, (_, number) => `${products[number % products.length]}?copy=${number}`);
  return [...all, ...more].slice(0, rows);
}

/** A folder with the list, and the settings that make everything happen: every fetcher, the model, its prices. */
function newDesk(): Desk {
  const own = desk();
  desks.push(own);
  writeFileSync(join(own.directory, 'urls.txt'), urls().join('\n'));
  writeFileSync(
    join(own.directory, 'specbook.yaml'),
    JSON.stringify({
      run: { input: 'urls.txt', concurrency: 40, project: 'lobby', formats: 'jsonl' },
      scraping: { timeout: '4s', retries: 1, patience: '6s', hostConcurrency: 40, fetchers: 'http,impit,firecrawl' },
      firecrawl: { baseUrl: service.baseUrl, creditPrice: 0.001, timeout: '5s' },
      // The first one's price is not known, the other's is: both ways of counting have something to count.
      model: {
        name: 'demo-model',
        baseUrl: model.baseUrl,
        timeout: '5s',
        limits: 'minute=1s',
        retries: 1,
        further: [{ name: 'spare', id: 'demo-model', baseUrl: model.baseUrl, limits: 'minute=1s' }],
        fallback: ['spare'],
      },
      prices: { models: { spare: { input: 0.2, output: 0.8 } } },
    }),
  );
  return own;
}

type Series = { readonly count: number; readonly sum: number };
type Told = ReadonlyMap<string, Series>;

/** What the facts of the store add up to, by the metric's own query. */
function fromFacts(own: Desk, metric: Counter | Histogram): Told {
  const database = new DatabaseSync(join(own.directory, '.specbook', 'runs.sqlite'), { readOnly: true });
  try {
    const found = database.prepare(recomputeSql(metric)).all({ pipeline: 'specbook' }) as {
      labels: string;
      count: number;
      sum: number;
    }[];
    const scale = metric.kind === 'counter' ? metric.scale : 1;
    return new Map(
      found
        .filter(({ sum }) => metric.kind === 'histogram' || sum !== 0)
        .map(({ labels, count, sum }) => [
          keyOf(JSON.parse(labels) as Record<string, string>),
          { count, sum: sum / scale },
        ]),
    );
  } finally {
    database.close();
  }
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  const named = Object.entries({ ...labels, pipeline: 'specbook' }).map(([name, value]) => [
    prometheusLabel(name),
    value,
  ]);
  return JSON.stringify(Object.fromEntries(named.toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))));
}

/** What the page says of it; series that stand at zero are left out. */
function fromPage(page: string, metric: Counter | Histogram): Told {
  const samples = (name: string) =>
    [...page.matchAll(new RegExp(`^${name}\\{(.*?)\\} (\\S+)`, 'gmu'))].map(([, labels = '', value = '']) => {
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/gu)].map(([, label = '', text = '']) => [
        label,
        text,
      ]);
      return [keyOf(Object.fromEntries(pairs) as Record<string, string>), Number(value)] as const;
    });
  if (metric.kind === 'counter') {
    const values = samples(prometheusName(metric)).filter(([, value]) => value !== 0);
    return new Map(values.map(([key, value]) => [key, { count: Number.NaN, sum: value }]));
  }
  const sums = new Map(samples(`${nameWithUnit(metric)}_sum`));
  const counts = samples(`${nameWithUnit(metric)}_count`).filter(([, value]) => value !== 0);
  return new Map(counts.map(([key, count]) => [key, { count, sum: sums.get(key) ?? Number.NaN }]));
}

/** Scraped often enough that new series are shown with what they have. */
function scrapedPage(own: Desk): Promise<string> {
  return served(own, async (collect) => {
    for (let scrape = 0; scrape < 3; scrape += 1) await collect();
    return collect();
  });
}

/** All four agree. */
function reconcile(own: Desk, page: string): void {
  for (const metric of counted) {
    const facts = fromFacts(own, metric);
    const told = fromPage(page, metric);
    expect([...told.keys()].toSorted(), metric.name).toEqual([...facts.keys()].toSorted());
    for (const [key, { count, sum }] of facts) {
      const shown = told.get(key);
      expect(shown?.sum, `${metric.name} ${key}`).toBeCloseTo(sum, 6);
      if (metric.kind === 'histogram') expect(shown?.count, `${metric.name} ${key}`).toBe(count);
    }
  }
  const { run, products, failures } = own.outputs();
  const items = byLabel(page, 'specbook_items_total', 'outcome');
  const { succeeded, failed, not_found, skipped } = run.counts;
  expect(items).toEqual(nonZero({ succeeded, failed, not_found, skipped }));
  expect(byLabel(page, 'specbook_failures_total', 'error_type')).toEqual(
    tallied(failures.map(({ category = '' }) => category)),
  );
  expect(byLabel(page, 'specbook_records_total', 'verdict')).toEqual(
    tallied(products.map(({ quality }) => quality.verdict)),
  );
}

function byLabel(page: string, name: string, label: string): Readonly<Record<string, number>> {
  const found = [...page.matchAll(new RegExp(`^${name}\\{.*?\\b${label}="(\\w+)".*?\\} (\\S+)`, 'gmu'))];
  return nonZero(Object.fromEntries(found.map(([, value = '', count = '']) => [value, Number(count)])));
}

const nonZero = (counts: Readonly<Record<string, number | undefined>>) =>
  Object.fromEntries(Object.entries(counts).filter((entry): entry is [string, number] => (entry[1] ?? 0) !== 0));

function tallied(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

describe('files, facts, ledger and page agree', { timeout: 480_000 }, () => {
  test('after a run over every fault, in which every metric has something to tell', async () => {
    const own = newDesk();
    // The service asks to slow down once, and then brings a page that gives a product.
    service.answer(refusedWith(429, 'Rate limit exceeded'));
    const relenting = setInterval(() => {
      if (service.requests.length > 0) service.answer(scraped('<title>Stool</title><h1>Oak stool</h1>'.repeat(20)));
    }, 50);
    const { code, stderr } = await own.run(['pipeline', '--quiet']);
    clearInterval(relenting);
    expect(code, stderr).toBe(3);
    const page = await scrapedPage(own);
    reconcile(own, page);
    const silent = counted.filter((metric) => fromPage(page, metric).size === 0).map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  test('after a run that was killed again and again', async () => {
    const own = newDesk();
    let ended = await own.run(['pipeline', '--json'], { watch: killAfter(40) });
    expect(ended.code).toBeNull();
    for (let kill = 0; kill < 4 && ended.code === null; kill += 1) {
      ended = await own.run(['pipeline', '--resume', '--json'], { watch: killAfter(60) });
    }
    ended = ended.code === null ? await own.run(['pipeline', '--resume', '--quiet']) : ended;
    expect(ended.code, ended.stderr).toBe(3);
    reconcile(own, await scrapedPage(own));
  });
});

/** Kills the program once it has settled so many items. */
function killAfter(items: number): (printed: string) => NodeJS.Signals | undefined {
  return (printed) => ((printed.match(/"item_settled"/gu)?.length ?? 0) >= items ? 'SIGKILL' : undefined);
}
