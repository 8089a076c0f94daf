import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk } from './specbook.ts';

/** So short that a test need not wait, and long beside what an answer takes here. */
const minute = 1_500;
const requests = 6;

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

  const port = (address: string) => new URL(address).port;
  const words = (limits: string) => [
    ...['pipeline', '--extractor', 'llm', '--model-limits', limits],
    ...['--demo-port', port(site.origin), '--demo-model-port', port(model.baseUrl)],
  ];
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
    const { code } = await user.run(words(`rpm=${requests},minute=${minute}ms`));
    expect(code).toBe(0);
    const account = await bill();
    expect(account?.answers).toBeGreaterThan(2 * requests);
    expect(account?.refused['429']).toBeUndefined();
    const waits = attempts().flatMap(({ limiter_wait: wait }) => (typeof wait === 'number' ? [wait] : []));
    expect(waits.length).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeGreaterThan(minute / 2);
  });

  test('two runs at a time share them', async () => {
    const order = words(`rpm=${requests},minute=${minute}ms`);
    const ended = await Promise.all([user.run(order), user.run(order)]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect((await bill())?.refused['429']).toBeUndefined();
  });

  test('that are configured too high are found out, and no page is lost', async () => {
    const { code } = await user.run(words(`rpm=1000,minute=${minute}ms`));
    expect(code).toBe(0);
    expect(user.outputs().failures.filter(({ category }) => category?.startsWith('llm_') === true)).toEqual([]);
    // At most what is under way when the limit is first met.
    expect((await bill())?.refused['429'] ?? 0).toBeLessThanOrEqual(20);
  });
});
