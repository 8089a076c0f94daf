import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { dashboardsOf } from '#operations/dashboards/dashboards.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { matchingSpans, type Otlp, type OtlpSpan, spansIn } from '../operations/traceql/matching-spans.ts';
import { type Desk, desk } from './specbook.ts';

/**
 * What the tables of failed pages and runs ask Tempo for is in the traces of a run in which pages fail. There is no Tempo
 * here: the queries are held against the traces that the program keeps, in the form in which Tempo gets them.
 */
let site: DemoSite;
let own: Desk;
let spans: readonly OtlpSpan[];

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  own = desk();
  const product = `${site.origin}/products/halden-roe-spindle-chair`;
  const faults = ['denied', 'challenge', 'not-found', 'server-error'].map((name) => `${site.origin}/faults/${name}`);
  writeFileSync(join(own.directory, 'urls.txt'), [product, ...faults].join('\n'));
  writeFileSync(
    join(own.directory, 'specbook.yaml'),
    JSON.stringify({
      run: { input: 'urls.txt', project: 'lobby', formats: 'jsonl' },
      scraping: { retries: 0, fetchers: 'http', patience: '1s' },
      validation: { imagesChecked: 0, documentsChecked: 0 },
      // Nobody listens there.
      model: { name: 'absent', baseUrl: 'http://127.0.0.1:9/v1', retries: 0 },
      extraction: { strategy: 'llm' },
    }),
  );
  const ended = await own.run(['pipeline', '--quiet']);
  expect([0, 3, 4, 5], ended.stderr).toContain(ended.code);
  spans = await tracesOf(['--failed', '--limit', '100']);
  const links = JSON.stringify(spans).match(/"traceId":"([\da-f]{32})"/gu) ?? [];
  const ids = new Set(links.map((link) => link.slice(11, -1)));
  for (const id of ids) {
    const found = await tracesOf([id]);
    spans = [...spans, ...found.filter(({ name }) => name === 'run')];
  }
}, 120_000);
afterAll(async () => {
  await site.close();
  own.clear();
});

async function tracesOf(words: readonly string[]): Promise<readonly OtlpSpan[]> {
  const { stdout } = await own.run(['trace', ...words, '--json']);
  return spansIn(JSON.parse(stdout) as Otlp);
}

const queries = new Map(
  dashboardsOf(specbookCatalogue).flatMap(({ rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.kind === 'text'
          ? []
          : panel.queries.flatMap((query) => (query.from === 'traces' ? [[panel.title, query.traceql] as const] : [])),
      ),
    ),
  ),
);

/** Pages that are too slow to wait for. */
const notHere = ['Slow pages'];

test.each([...queries].filter(([title]) => !notHere.includes(title)))('%s are found', (_title, query) => {
  const found = matchingSpans(query, spans);
  expect(found.length).toBeGreaterThan(0);
  for (const span of found) expect(Object.keys(span).length).toBeGreaterThan(0);
});

test('every page that failed is in the table, with its address, its category and what went wrong', () => {
  const { failures } = own.outputs();
  const found = matchingSpans(queries.get('Failed pages') ?? '', spans);
  const failed = failures.filter(({ category }) => category !== 'not_found');
  expect(failed.length).toBeGreaterThan(2);
  expect(new Map(found.map((span) => [span['url.full'], span['error.type']]))).toEqual(
    new Map(failed.map(({ url, category }) => [url, category])),
  );
  expect(found).toHaveLength(failed.length);
  for (const span of found) {
    expect(span).toMatchObject({
      'exception.message': expect.stringMatching(/\S/u),
      'server.address': '127.0.0.1',
      'specbook.project': 'lobby',
      'specbook.run.id': expect.stringMatching(/^\d{8}-/u),
    });
  }
});

test('an attempt that was refused says who refused it, and where the page is kept', () => {
  const found = matchingSpans(queries.get('Attempts that were refused') ?? '', spans);
  expect(found).toContainEqual(
    expect.objectContaining({
      'specbook.bot.vendor': 'cloudflare',
      'specbook.fetcher': 'http',
      'specbook.failure.evidence': expect.stringMatching(/\S/u),
      'specbook.snapshot': expect.stringMatching(/^[\da-f]{64}$/u),
    }),
  );
});

test('a run says what it came to', () => {
  const [run] = matchingSpans(queries.get('History of runs') ?? '', spans);
  const { counts } = own.outputs().run;
  expect(run).toMatchObject({
    'specbook.run.state': 'finished',
    'specbook.run.rows': String(counts.rows),
    'specbook.run.failed': String(counts.failed),
    'specbook.run.not_found': '1',
  });
});
