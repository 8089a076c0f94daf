import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { answeringCollector, type Collector, hangingCollector, refusingCollector } from '../fixtures/collectors.ts';
import { served } from './serving.ts';
import { type Desk, desk, type Ended } from './specbook.ts';

let site: DemoSite;
let own: Desk;
let without: { readonly ended: Ended; readonly results: unknown };

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  own = desk();
  const urls = ['products/halden-roe-spindle-chair', 'faults/denied', 'faults/not-found'];
  writeFileSync(join(own.directory, 'urls.txt'), urls.map((path) => `${site.origin}/${path}`).join('\n'));
  without = await run();
});
afterAll(async () => {
  await site.close();
  own.clear();
});

/** A run of its own over the same pages, and what it gave. */
async function run(environment: Readonly<Record<string, string>> = {}) {
  for (const folder of ['output', '.specbook']) rmSync(join(own.directory, folder), { recursive: true, force: true });
  const words = ['pipeline', '--input', 'urls.txt', '--images-checked', '0', '--quiet'];
  const ended = await own.run(words, { env: environment });
  const { products, failures, run: summary } = own.outputs();
  const results = {
    products: products.map(({ line, values, quality }) => ({ line, values, quality })),
    failures: failures.map(({ url, category, message }) => ({ url, category, message })),
    counts: summary.counts,
  };
  return { ended, results };
}

const told = ({ stderr }: Ended) => stderr.split('\n').filter((line) => /spans|telemetry|OTLP|traces/iu.test(line));

/** How many spans the ledger says that the latest run lost. */
async function spansLost(): Promise<number> {
  const page = await served(own, (collect) => collect());
  return Number(/^specbook_run_last_telemetry_dropped\{.*signal="spans"\} (\d+)$/mu.exec(page)?.[1]);
}

describe('the results of a run are the same, and so is its exit code', () => {
  test('without a collector, of which not a word is said', () => {
    expect(without.ended.code).toBe(3);
    expect(told(without.ended)).toEqual([]);
  });

  test.each([
    ['refuses', refusingCollector, 'refused the connection'],
    ['hangs', hangingCollector, 'did not answer in time'],
    ['answers 503', () => answeringCollector(503), 'answered 503'],
  ] as const)('with a collector that %s, of which one line is said at the end', async (_what, open, problem) => {
    const collector: Collector = await open();
    try {
      const { ended, results } = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_LOG_LEVEL: 'all' });
      expect(results).toEqual(without.results);
      expect(ended.code).toBe(3);
      expect(told(ended)).toEqual([
        expect.stringMatching(new RegExp(`^\\d+ of \\d+ spans were not delivered: .* ${problem}$`, 'u')),
      ]);
      expect(ended.stdout).not.toMatch(/opentelemetry|@/iu);
      expect(await spansLost()).toBe(Number(/^\d+/u.exec(told(ended)[0] ?? '')?.[0]));
    } finally {
      await collector.close();
    }
  });

  test('with one that takes everything: whole traces, under the name and with the key that the environment gives', async () => {
    const collector = await answeringCollector(200);
    try {
      const { ended, results } = await run({
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/`,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cret',
        OTEL_SERVICE_NAME: 'lobby',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      });
      expect(results).toEqual(without.results);
      expect(told(ended)).toEqual([]);
      expect(await spansLost()).toBe(0);
      expect(collector.headers[0]).toMatchObject({ authorization: 'Bearer s3cret' });
      const sent = collector.bodies.map((body) => JSON.parse(body.toString()) as Sent);
      const [first] = sent;
      const resource = Object.fromEntries(
        first?.resourceSpans[0]?.resource.attributes.map(({ key, value }) => [key, value.stringValue]) ?? [],
      );
      // Nothing that identifies a person or a host.
      expect(resource).toEqual({
        'service.name': 'lobby',
        'service.version': expect.any(String),
        'deployment.environment.name': 'test',
      });
      const spans = sent
        .flatMap(({ resourceSpans }) => resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap((scope) => scope.spans);
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
      expect(roots.map(({ name }) => name).toSorted()).toEqual(['item', 'item', 'item', 'run']);
      const stages = spans.map(({ name }) => name).filter((name) => name === 'scraping');
      expect(stages).toHaveLength(3);
    } finally {
      await collector.close();
    }
  });
});

type Sent = {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
    };
    readonly scopeSpans: readonly {
      readonly spans: readonly { readonly name: string; readonly parentSpanId?: string }[];
    }[];
  }[];
};
