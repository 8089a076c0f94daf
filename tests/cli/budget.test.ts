import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { served } from './serving.ts';
import { type Desk, desk } from './specbook.ts';

let site: DemoSite;
let model: DemoModel;
let words: readonly string[];

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  model = await startDemoModel({ port: 0 });
  const port = (address: string) => new URL(address).port;
  words = ['pipeline', '--demo-port', port(site.origin), '--demo-model-port', port(model.baseUrl)];
});
afterAll(async () => {
  await site.close();
  await model.close();
});

const at = async <T>(work: (own: Desk) => Promise<T>): Promise<T> => {
  const own = desk();
  try {
    return await work(own);
  } finally {
    own.clear();
  }
};

type Summary = {
  readonly model_calls: number;
  readonly cost: { readonly reported_nano_dollars: number };
  readonly budget: readonly { readonly spent_nano_dollars: number; readonly reserved_nano_dollars: number }[];
  readonly rows: Readonly<Record<string, number>>;
};

const eventsIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly event: string } & Readonly<Record<string, unknown>>);

const summaryIn = (stdout: string) => eventsIn(stdout).at(-1) as unknown as Summary;

describe('a run with a maximum', { timeout: 120_000 }, () => {
  test('stops cleanly when the money is gone, and goes on with more', () =>
    at(async (own) => {
      const first = await own.run([...words, '--json', '--max-cost', '0.003', '--warn-cost', '0.0005']);
      expect(first.code).toBe(1);
      expect(first.stderr).toMatch(/budget_exceeded: .*"run" of \$0\.0030.*--max-cost/u);
      const stopped = summaryIn(first.stdout);
      expect(stopped.rows['failed']).toBe(0);
      expect(stopped.rows['remaining']).toBeGreaterThan(0);
      expect(stopped.rows['succeeded']).toBeGreaterThan(0);
      const [budget] = stopped.budget;
      expect(budget).toMatchObject({ name: 'run', max_nano_dollars: 3_000_000, reserved_nano_dollars: 0 });
      expect(budget?.spent_nano_dollars).toBe(stopped.cost.reported_nano_dollars);
      expect(budget?.spent_nano_dollars).toBeLessThanOrEqual(3_000_000);
      const warnings = eventsIn(first.stdout).filter(({ event }) => event === 'budget_warning');
      expect(warnings).toMatchObject([{ name: 'run', warn_nano_dollars: 500_000 }]);
      expect(own.outputs().products).toHaveLength(stopped.rows['succeeded'] ?? 0);

      // Also when no run is under way, whoever watches over budgets can ask for it.
      const page = await served(own, (collect) => collect());
      const shown = (name: string) =>
        Number(new RegExp(`^specbook_budget_${name}_usd\\{.*budget="run"\\} (\\S+)$`, 'mu').exec(page)?.[1]);
      expect(shown('limit')).toBe(0.003);
      expect(shown('spent')).toBeCloseTo((budget?.spent_nano_dollars ?? 0) / 1e9, 9);

      const again = await own.run([...words, '--json', '--resume']);
      expect(again.code).toBe(1);
      expect(summaryIn(again.stdout).rows['succeeded']).toBeGreaterThanOrEqual(stopped.rows['succeeded'] ?? 0);

      const second = await own.run([...words, '--resume', '--max-cost', '1']);
      expect(second.code).toBe(0);
      expect(second.stdout).toMatch(/^budget +\$1\.00 for the run \(\$0\.00\d+ spent, a warning at \$0\.0005\)/mu);
      expect(second.stdout).toMatch(/^estimate +\d+ pages, .*judged by 1 earlier run/mu);
      expect(own.outputs().run.counts).toMatchObject({ remaining: 0 });
      // What was answered before was not asked again: the whole costs what an undisturbed run costs.
      const undisturbed = await at((other) => other.run([...words, '--json']));
      const spent = /^budget: \$([\d.]+) of/mu.exec(second.stdout)?.[1];
      expect(Number(spent)).toBeCloseTo(summaryIn(undisturbed.stdout).cost.reported_nano_dollars / 1e9, 4);
    }));

  test('says how it is continued', () =>
    at(async (own) => {
      const { stdout } = await own.run([...words, '--max-cost', '0.0001']);
      expect(stdout).toMatch(/^ +the budget for the run will be spent before the end/mu);
      expect(stdout).toMatch(/^continue with {2}npm run pipeline -- --resume \S+ --max-cost …$/mu);
    }));

  test('counts what all runs of a month, and of a tag, have spent', () =>
    at(async (own) => {
      writeFileSync(
        join(own.directory, 'specbook.yaml'),
        'budget:\n  tags:\n    team=seating: { max: 0.002, per: ever }\n',
      );
      const first = await own.run([...words, '--json', '--tag', 'team=seating']);
      expect(first.code).toBe(1);
      const second = await own.run([...words, '--json', '--tag', 'team=seating', '--refresh']);
      expect(second.stderr).toContain('"team=seating/ever" of $0.0020');
      expect(summaryIn(second.stdout).model_calls).toBeLessThan(summaryIn(first.stdout).model_calls);
      const other = await own.run([...words, '--json', '--max-cost-per-month', '5']);
      expect(other.code).toBe(0);
      const summary = summaryIn(other.stdout);
      expect(summary.budget[0]?.spent_nano_dollars).toBeGreaterThan(summary.cost.reported_nano_dollars);
    }));

  test('is refused when nobody knows what the model costs', () =>
    at(async (own) => {
      writeFileSync(join(own.directory, 'urls.txt'), `${site.origin}/products/halden-roe-spindle-chair\n`);
      const asking = ['pipeline', 'urls.txt', '--model', 'llama3.2', '--model-base-url', model.baseUrl];
      const refused = await own.run([...asking, '--max-cost-per-month', '5']);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toMatch(
        /config: budget\.maxPerMonth \(--max-cost-per-month\) .* the price of llama3\.2 /u,
      );
      const known = 'prices:\n  models:\n    llama3.2: { input: 0, output: 0 }\n';
      writeFileSync(join(own.directory, 'specbook.yaml'), known);
      const planned = await own.run([...asking, '--max-cost-per-month', '5', '--dry-run']);
      expect(planned.code).toBe(0);
      expect(planned.stdout).toMatch(/^price +\$0 in, \$0 out .*\(configured [\da-f]{8}\)$/mu);
    }));
});

describe('without a run', () => {
  test('--dry-run shows what one would take, and does nothing', () =>
    at(async (own) => {
      const before = { pages: site.requests.length, calls: model.requests() };
      const { code, stdout } = await own.run([...words, '--dry-run', '--max-cost', '0.01']);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^price .*\nbudget +\$0\.0100 for the run\nestimate +\d+ pages, .* tokens, \$0\.\d+ \(\$0 to /u,
      );
      expect({ pages: site.requests.length, calls: model.requests() }).toEqual(before);
      expect((await own.run(['runs'])).stdout).toMatch(/^there are no runs/u);
      const json = await own.run([...words, '--dry-run', '--json']);
      expect(JSON.parse(json.stdout)).toMatchObject({ event: 'estimate', estimate: { runs: 0, more: false } });
    }));

  test('reprice counts the calls of a run again, and leaves what was counted as it is', () =>
    at(async (own) => {
      const { stdout } = await own.run([...words, '--json']);
      const { reported_nano_dollars: spent } = summaryIn(stdout).cost;
      const asked = async (...more: readonly string[]) =>
        JSON.parse((await own.run(['reprice', '--json', ...more])).stdout) as {
          readonly lines: readonly { was: { nanoDollars: number }; now: { nanoDollars: number; version: string } }[];
          readonly before: readonly unknown[];
        };
      const same = await asked();
      expect(same.lines).toMatchObject([
        { model: 'demo-model', was: { nanoDollars: spent }, now: { nanoDollars: spent } },
      ]);
      expect(same.before).toEqual([]);
      await asked('--write');
      expect((await asked()).before).toMatchObject([{ lines: same.lines }]);
      expect((await own.run(['reprice'])).stdout).toMatch(/^in all: \$0\.\d+ then, \$0\.\d+ now\nstored \d{4}-/mu);
    }));
});
