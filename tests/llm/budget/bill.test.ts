import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { nanoDollars } from '#core/money.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { demoModelPrices } from '#demo/model/prices.ts';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { budgeted } from '#llm/budget/budgeted.ts';
import { budgetsOf } from '#llm/budget/budgets.ts';
import type { Completion } from '#llm/language-model.ts';
import { openAiModel } from '#llm/openai-model.ts';
import { priced } from '#llm/priced.ts';
import { priceList } from '#llm/prices/price-list.ts';
import { resilient } from '#llm/resilient.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { fakeContext } from '../../fakes/context.ts';
import { realClock } from '../../fakes/real-clock.ts';
import { completion } from '../completion.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-bill-'));
const calls = 1_000;
const concurrency = 50;

let demo: DemoModel | undefined;
afterEach(async () => {
  await demo?.close();
  rmSync(directory, { recursive: true, force: true });
});

type Bill = {
  readonly models: Readonly<
    Record<
      string,
      { answers: number; cost_nano_dollars: number; unheard: { answers: number; cost_nano_dollars: number } }
    >
  >;
};

/** Questions that differ, so that the model's faults do. */
const question = (number: number): Completion => ({
  ...completion,
  maxOutputTokens: 200,
  user: `Name: Stool ${number}\n${'It is made of oak. '.repeat(number % 40)}`,
});

describe('against a model with a bill of its own', () => {
  test('at 50 calls at once, with faults and answers that come too late, the bill stays within the maximum', async () => {
    demo = await startDemoModel({
      port: 0,
      latency: { median: 20, spread: 1 },
      faults: {
        rate: 0.1,
        seed: 3,
        kinds: ['model-flaky', 'model-reset', 'model-never', 'model-broken-json', 'model-truncated'],
      },
    });
    const store = sqliteRunStore(join(directory, 'runs.sqlite'));
    const maximum = 12_000_000;
    const limit = {
      name: 'run',
      tag: undefined,
      period: 'run',
      maximum: nanoDollars(maximum),
      warning: undefined,
      setting: 'budget.maxPerRun',
      flag: '--max-cost',
    } as const;
    const budgets = budgetsOf({
      run: 'r',
      owner: 'us',
      isAlive: async (owner) => owner === 'us',
      tags: [],
      limits: [limit],
      store: store.budgets,
    });
    const prices = priceList(demoModelPrices);
    const find = (name: string, at: number) => prices({ name, baseUrl: demo?.baseUrl }, at);
    const { baseUrl } = demo;
    const adapter = openAiModel({
      id: 'demo-model',
      baseUrl,
      apiKey: 'demo',
      timeout: 1_000,
      structuredOutputs: 'json_schema',
    });
    const policy = { retries: 2, base: 1, cap: 2, patience: 60_000, longestWaitInPlace: 5_000 };
    const model = resilient(budgeted(priced(adapter, find), budgets, find), policy);

    const endings: string[] = [];
    let next = 0;
    const worker = async () => {
      while (next < calls && !endings.includes('budget_exceeded')) {
        next += 1;
        const ending = await model.complete(question(next), fakeContext({ clock: realClock })).then(
          () => 'ok',
          (error: unknown) => toPipelineError(error).category,
        );
        endings.push(ending);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));

    const bill = (await (await fetch(`${baseUrl}/demo/bill`)).json()) as Bill;
    const account = bill.models['demo-model'];
    if (account === undefined) throw new PipelineError('internal', 'no bill');
    const [balance] = await store.budgets.balances(['run:r']);
    await store.close();
    expect(endings).toContain('ok');
    expect(endings).toContain('budget_exceeded');
    expect(account.unheard.answers).toBeGreaterThan(0);
    expect(account.cost_nano_dollars).toBeLessThanOrEqual(maximum);
    expect(balance).toMatchObject({ reserved: 0 });
    // What we say is gone is never less than what is billed, and nothing is spent that is not.
    expect((balance?.spent ?? 0) + (balance?.uncertain ?? 0)).toBeGreaterThanOrEqual(account.cost_nano_dollars);
    expect(balance?.spent).toBeLessThanOrEqual(account.cost_nano_dollars);
  });
});
