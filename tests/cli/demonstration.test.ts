import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { desk, type Ended, type Outputs } from './specbook.ts';

/** The demonstration as a newcomer runs it, except that its servers are here, where their logs can be read. */
describe('the demonstration', () => {
  const { run, outputs, clear } = desk();
  let site: DemoSite;
  let model: DemoModel;
  let words: readonly string[];
  let first: Ended;
  let result: Outputs;

  beforeAll(async () => {
    site = await startDemoSite({ port: 0 });
    model = await startDemoModel({ port: 0 });
    const port = (address: string) => new URL(address).port;
    words = ['pipeline', '--demo-port', port(site.origin), '--demo-model-port', port(model.baseUrl)];
    first = await run(words);
    result = outputs();
  });
  afterAll(async () => {
    await site.close();
    await model.close();
    clear();
  });

  /** Failures whose page was fine, and so is kept. */
  const nameless = () => result.failures.filter(({ category }) => category === 'schema_invalid');

  test('ends well, although some of its pages fail on purpose', () => {
    expect(first.code).toBe(0);
    // A slow machine gets to see a line of progress.
    expect(first.stderr.replaceAll(/^\[.+\] \d+ of \d+ rows.*\n/gmu, '')).toBe('');
  });

  test('makes a valid record of every clean page', () => {
    const clean = site.rows.flatMap(({ url, expected }) => (expected.outcome === 'product' ? [url] : []));
    expect(result.products.map(({ url }) => url).toSorted()).toEqual(clean.toSorted());
    expect(result.products.filter(({ quality }) => quality.verdict !== 'valid')).toEqual([]);
  });

  test('gets the facts right that identify and price a product', () => {
    for (const row of site.rows) {
      if (row.expected.outcome !== 'product') continue;
      const { expected } = row.expected.product;
      const product = result.products.find(({ url }) => url === row.url);
      expect(product?.values['name'], row.url).toBe(expected.name);
      expect(product?.values['price'], row.url).toEqual(expected.price);
      expect(product?.columns, row.url).toEqual(row.columns);
    }
  });

  test('ends every fault page in its category', () => {
    const faulty = site.rows.flatMap(({ url, expected }) =>
      expected.outcome === 'product' ? [] : [[url, expected.outcome] as const],
    );
    expect(faulty.length).toBeGreaterThan(7);
    expect(Object.fromEntries(result.failures.map(({ url, category }) => [url, category]))).toEqual(
      Object.fromEntries(faulty),
    );
  });

  test('adds up, and says so', () => {
    const { rows, ...parts } = result.run.counts;
    expect(rows).toBe(site.rows.length);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(rows);
    expect(first.stdout).toContain(`${rows} rows = ${parts['succeeded']} succeeded + `);
  });

  test('keeps the page of a failure, and shows it without running its scripts', () => {
    const challenge = result.failures.find(({ url }) => url?.endsWith('/faults/challenge'));
    const snapshot = result.text(challenge?.['page snapshot'] ?? '');
    expect(snapshot).toContain('_cf_chl_opt');
    expect(snapshot).toMatch(/Content-Security-Policy/iu);
  });

  test('labels the values of the stand-in model', () => {
    const asked = result.products.filter(({ provenance }) =>
      Object.values(provenance).some(({ source }) => source === 'model'),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const { model: label } of asked) expect(label).toMatchObject({ standIn: true });
    expect(result.text('specbook.html')).toMatch(/stand-in/iu);
    expect(first.stdout).toMatch(/stand-in/u);
  });

  test('a second run asks for no page that succeeded, and says so', async () => {
    const before = new Map(site.counts());
    const second = await run(words);
    expect(second.code).toBe(0);
    const succeeded = result.products.map(({ url }) => new URL(url).pathname);
    for (const path of succeeded) expect(site.counts().get(path), path).toBe(before.get(path));
    const absent = result.run.counts['not_found'] ?? 0;
    expect(absent).toBeGreaterThan(0);
    expect(second.stdout).toContain(`${succeeded.length + nameless().length + absent} pages from the cache`);
    const values = (from: Outputs) => from.products.map((product) => [product.url, product.values]);
    expect(values(outputs())).toEqual(values(result));
  });

  test('a third run with --cache-only makes not one request, and skips what is not there', async () => {
    // The program finds out whether the demonstration is running; that is all it may ask.
    const asked = () => [...site.counts()].filter(([path]) => !path.startsWith('/.well-known/'));
    const before = asked();
    const third = await run([...words, '--cache-only']);
    expect(third.code).toBe(0);
    expect(asked()).toEqual(before);
    const { run: repeated, failures } = outputs();
    expect(repeated.counts).toMatchObject({ failed: nameless().length, succeeded: result.products.length });
    expect(new Set(failures.map(({ category }) => category))).toEqual(
      new Set(['not_cached', 'not_found', 'schema_invalid', 'soft_404']),
    );
  });

  test('resuming a finished run gives its failures another chance, under new facts', async () => {
    const before = result.failures.find(({ category }) => category === 'http_server_error');
    const resumed = await run([...words, '--resume', result.run.id]);
    expect(resumed.stdout).toContain('another chance');
    const again = outputs();
    expect(again.run.counts).toEqual(outputs().run.counts);
    expect(before).toBeDefined();
  });
});
