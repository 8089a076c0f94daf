import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measure } from '#app/catalogue.ts';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { type Desk, desk } from './specbook.ts';

let own: Desk;
let site: DemoSite;
let model: DemoModel;

type Told = {
  readonly summary: {
    readonly pages: Readonly<Record<string, number>>;
    readonly records: number;
    readonly valid: number;
    readonly spent: { readonly nano: number; readonly unpriced: number };
    readonly calls: number;
    readonly inputTokens: number;
    readonly scores: Readonly<Record<string, { readonly records: number; readonly mean: number }>>;
  };
  readonly runs: readonly { readonly id: string; readonly ending: { readonly kind: string } }[];
  readonly comparison: { readonly differences: readonly { readonly name: string }[] } | null;
  readonly files: readonly string[];
};

/** Two runs over a dozen pages: one whose model has a price, and one, without it, that may not fail at all. */
beforeAll(async () => {
  own = desk();
  site = await startDemoSite({ port: 0 });
  model = await startDemoModel({ port: 0 });
  const products = site.rows.filter(({ fault }) => fault === undefined).map(({ url }) => url);
  const lists = {
    'first.txt': products.slice(0, 12),
    'second.txt': [...products.slice(12, 22), `${site.origin}/faults/denied/1`],
  };
  for (const [name, urls] of Object.entries(lists)) writeFileSync(join(own.directory, name), urls.join('\n'));
  const asked = { name: 'demo-model', baseUrl: model.baseUrl, limits: 'minute=1s' };
  const settings = (prices: object) =>
    JSON.stringify({ model: asked, prices: { models: prices }, scraping: { retries: 0 } });
  writeFileSync(join(own.directory, 'priced.yaml'), settings({ 'demo-model': { input: 0.2, output: 0.8 } }));
  writeFileSync(join(own.directory, 'unpriced.yaml'), settings({}));
  const words = ['pipeline', '--quiet', '--project', 'lobby'];
  const first = await own.run([...words, '--input', 'first.txt', '--config', 'priced.yaml']);
  const second = await own.run([...words, '--input', 'second.txt', '--config', 'unpriced.yaml']);
  expect([first.code, second.code], first.stderr + second.stderr).toEqual([0, 3]);
});
afterAll(async () => {
  await Promise.all([site.close(), model.close()]);
  own.clear();
});

const json = async (...words: readonly string[]) => {
  const { stdout, stderr, code } = await own.run(['report', ...words, '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Told;
};

describe('report', () => {
  test('comes to what the ledger comes to', async () => {
    const { summary, runs } = await json();
    const store = sqliteRunStore(join(own.directory, '.specbook', 'runs.sqlite'));
    try {
      const totals = await store.totals();
      const sum = (metric: string, label = '') =>
        totals
          .filter((one) => one.metric === metric && one.labels.includes(label))
          .reduce((amount, one) => amount + one.sum, 0);
      expect(summary).toMatchObject({
        records: sum('specbook.records'),
        valid: sum('specbook.records', '"verdict":"valid"'),
        calls: sum('specbook.model.calls'),
        inputTokens: sum('gen_ai.client.inference.usage.input_tokens'),
        spent: { nano: sum('specbook.cost.usd'), unpriced: sum('specbook.cost.unpriced') },
      });
      expect(summary.spent.nano).toBeGreaterThan(0);
      expect(summary.spent.unpriced).toBeGreaterThan(0);
      for (const [outcome, count] of Object.entries(summary.pages)) {
        expect(count, outcome).toBe(sum('specbook.items', `"outcome":"${outcome}"`));
      }
      // Not only of the metrics that are shown: each total of the ledger is that of its runs, and nothing more.
      const ofRuns: Record<string, number> = {};
      for (const { id } of runs) {
        for (const one of await store.runTotals(id, measure)) {
          const key = `${one.metric} ${one.labels} ${one.bucket}`;
          ofRuns[key] = (ofRuns[key] ?? 0) + one.count;
        }
      }
      const ledger = totals.map((one) => [`${one.metric} ${one.labels} ${one.bucket}`, one.count] as const);
      expect(ofRuns).toEqual(Object.fromEntries(ledger));
    } finally {
      await store.close();
    }
  });

  test('writes what it names, and shows no unknown price as 0', async () => {
    const { stdout, code } = await own.run(['report', '--output', 'here']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 runs in 30 days, 1 of them failed$/mu);
    expect(stdout).toMatch(/^cost +\$0\.\d+ and \d+ calls? of unknown price$/mu);
    const file = (name: string) => join(own.directory, 'here', name);
    for (const line of stdout.split('\n').filter((one) => one.startsWith('/'))) expect(existsSync(line)).toBe(true);
    const rows = parse(readFileSync(file('runs.csv'), 'utf8'), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ result }) => result)).toEqual(['pass', 'FAIL']);
    expect(rows.map(({ usd }) => usd === '')).toEqual([false, true]);
    expect(rows[1]?.['reasons']).toBe('1 page failed, where none may');
    expect(readFileSync(file('report.md'), 'utf8')).toMatch(/^\| lobby /mu);
  });

  test('sets two runs beside each other, with what they were started with', async () => {
    const { runs } = await json();
    const [first = '', second = ''] = runs.map(({ id }) => id);
    const { comparison } = await json('cost', '--compare', first, second, '--output', 'compared');
    expect(comparison?.differences.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['run.input', 'prices.models']),
    );
    const text = readFileSync(join(own.directory, 'compared', 'report.md'), 'utf8');
    expect(text).toContain('## Two runs compared');
    expect(text).toMatch(/^\| cost +\| +\$0\.\d+ +\| +not known \(\d+ calls? of unknown price\) +\| +– +\|$/mu);
  });

  test.each([
    [['--days', '0'], /expected a whole number from 1 on/u],
    [['money'], /Allowed choices are cost, quality, all/u],
    [['--compare', 'one'], /--compare takes the ids of two runs; one was given/u],
    [['--compare', 'one', 'two', 'cost'], /3 were given/u],
    [['--compare', 'no-such-run', 'another'], /there is no run named no-such-run; the latest are/u],
    [['--compare', 'twice', 'twice'], /twice is the same run twice/u],
    [['--data', 'nowhere'], /there are no runs in .*nowhere yet; npm run pipeline makes one/u],
  ])('refuses %j with a reason', async (words, reason) => {
    const { code, stdout, stderr } = await own.run(['report', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/\n +at /u);
  });

  test('says which days would have a run, when the ones asked for have none', async () => {
    const old = desk();
    try {
      const store = sqliteRunStore(join(old.directory, 'runs.sqlite'));
      const startedAt = Date.now() - 40 * 24 * 60 * 60 * 1_000;
      await store.begin({
        id: 'old',
        pipeline: 'specbook',
        project: '',
        startedAt,
        configuration: {},
        environment: {},
      });
      await store.close();
      const asked = (days: string) => old.run(['report', '--data', '.', '--days', days]);
      const { code, stderr } = await asked('30');
      expect(code).toBe(2);
      expect(stderr).toMatch(/no run began in the last 30 days \(UTC\); the latest, old, .*: --days 41 has it/u);
      expect((await asked('41')).code).toBe(0);
    } finally {
      old.clear();
    }
  });
});
