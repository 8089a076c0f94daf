import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk } from './specbook.ts';

/** So short that a test need not wait, and long beside what an answer takes here. */
const minute = 1_000;
const requests = 3;
const pages = 15;

describe('a model with limits', () => {
  let site: DemoSite;
  let model: DemoModel;
  let user: Desk;
  beforeEach(async () => {
    user = desk();
    site = await startDemoSite({ port: 0 });
    model = await startDemoModel({ port: 0, limits: { kind: 'sliding', window: minute, requests } });
  });
  afterEach(async () => {
    await Promise.all([site.close(), model.close()]);
    user.clear();
  });

  const run = (limits: string) => {
    const urls = site.rows.flatMap(({ url, expected }) => (expected.outcome === 'product' ? [url] : []));
    writeFileSync(join(user.directory, 'urls.txt'), urls.slice(0, pages).join('\n'));
    const given = ['--input', 'urls.txt', '--extractor', 'llm', '--images-checked', '0', '--concurrency', '12'];
    const asked = ['--model', 'demo-model', '--model-base-url', model.baseUrl, '--model-limits', limits];
    return user.run(['pipeline', ...given, ...asked]);
  };
  const bill = async () => {
    const answer = await fetch(`${model.baseUrl}/demo/bill`);
    const { models } = (await answer.json()) as {
      models: Record<string, { answers: number; refused: Record<string, number> }>;
    };
    return models['demo-model'];
  };
  const attempts = () => {
    const database = new DatabaseSync(join(user.directory, '.specbook/runs.sqlite'), { readOnly: true });
    const rows = database.prepare("select attributes from facts where kind = 'model_call'").all();
    database.close();
    return rows.map(({ attributes }) => JSON.parse(String(attributes)) as Record<string, unknown>);
  };

  test('is never asked too much, and what waited says so', async () => {
    const { code } = await run(`rpm=${requests},minute=${minute}ms`);
    expect(code).toBe(0);
    const account = await bill();
    expect(account?.answers).toBe(pages);
    expect(account?.refused['429']).toBeUndefined();
    const waits = attempts().flatMap(({ limiter_wait: wait }) => (typeof wait === 'number' ? [wait] : []));
    expect(waits.length).toBeGreaterThan(0);
  });

  test('two runs at a time share them', async () => {
    const limits = `rpm=${requests},minute=${minute}ms`;
    const ended = await Promise.all([run(limits), run(limits)]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect((await bill())?.refused['429']).toBeUndefined();
  });

  test('that are configured too high are found out, and no page is lost', async () => {
    const { code } = await run(`rpm=1000,minute=${minute}ms`);
    expect(code).toBe(0);
    expect(user.outputs().failures.filter(({ category }) => category?.startsWith('llm_') === true)).toEqual([]);
    // At most what is under way when the limit is first met.
    expect((await bill())?.refused['429'] ?? 0).toBeLessThanOrEqual(20);
  });
});
