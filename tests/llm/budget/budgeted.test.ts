import { describe, expect, test } from 'vitest';
import { nanoDollars } from '#core/money.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { budgeted } from '#llm/budget/budgeted.ts';
import { budgetsOf } from '#llm/budget/budgets.ts';
import { mostInputTokens } from '#llm/budget/most-tokens.ts';
import { chargeOfFailure } from '#llm/budget/charge.ts';
import type { BudgetLimit } from '#llm/budget/limits.ts';
import type { BudgetState } from '#llm/budget/states.ts';
import type { CompletionResult, LanguageModel } from '#llm/language-model.ts';
import type { Price } from '#llm/prices/price.ts';
import { fakeBudgetStore } from '../../fakes/budget-store.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { fakeContext } from '../../fakes/context.ts';
import { completion } from '../completion.ts';

/** A nano-dollar a token of input, none for output. */
const price: Price = {
  version: 'test',
  tiers: [{ above: 0, rates: { input: 1e6, cachedInput: 1e6, cacheWrite: 1e6, output: 0, reasoning: 0 } }],
  perCall: 0,
};
/** The most that the question can cost. */
const most = mostInputTokens(completion);

const limitOf = (maximum: number | undefined, more: Partial<BudgetLimit> = {}): BudgetLimit => ({
  name: 'run',
  tag: undefined,
  period: 'run',
  maximum: maximum === undefined ? undefined : nanoDollars(maximum),
  warning: undefined,
  setting: 'budget.maxPerRun',
  flag: '--max-cost',
  ...more,
});

function resultOf(amount: number): CompletionResult {
  const usage = { input: amount, cachedInput: 0, output: 0, reasoning: 0, source: 'reported' } as const;
  const cost = { source: 'reported', amount: nanoDollars(amount), priceVersion: 'test' } as const;
  return { answer: {}, recovery: 'none', model: 'model', usage, cost };
}

/** A model whose calls end when they are told to. */
function heldModel() {
  const calls: PromiseWithResolvers<CompletionResult>[] = [];
  const model: LanguageModel = {
    id: 'model',
    complete: () => {
      const call = Promise.withResolvers<CompletionResult>();
      calls.push(call);
      return call.promise;
    },
  };
  return { model, calls };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function budgetsFor(limits: readonly BudgetLimit[], tags: readonly string[] = []) {
  const store = fakeBudgetStore();
  const warnings: BudgetState[] = [];
  const shown: (readonly BudgetState[])[] = [];
  const budgets = budgetsOf({
    run: 'r1',
    owner: 'us',
    isAlive: async (owner) => owner === 'us',
    tags,
    limits,
    store,
    warned: (state) => warnings.push(state),
    changed: (states) => shown.push(states),
  });
  const balance = async (key: string) => (await store.balances([key]))[0];
  return { store, budgets, balance, warnings, shown };
}

describe('a budgeted model', () => {
  test('sets aside the most that a call can cost, and charges what it did cost, wherever it counts', async () => {
    const { budgets, store } = budgetsFor([], ['project=lobby']);
    const { model, calls } = heldModel();
    const asked = budgeted(model, budgets, () => price).complete(completion, fakeContext());
    await turn();
    const keys = ['run:r1', 'day:2026-01-01', 'month:2026-01'];
    const ofTag = ['project=lobby day:2026-01-01', 'project=lobby month:2026-01', 'project=lobby ever'];
    expect(store.all().map(({ key }) => key)).toEqual([...keys, ...ofTag]);
    for (const { reserved } of store.all()) expect(reserved).toBe(most);
    calls[0]?.resolve(resultOf(123));
    await asked;
    for (const balance of store.all()) expect(balance).toMatchObject({ spent: 123, uncertain: 0, reserved: 0 });
  });

  test('is not asked when what is spent leaves no room, and says which setting says so', async () => {
    const { budgets } = budgetsFor([limitOf(most - 1)]);
    const { model, calls } = heldModel();
    const asked = budgeted(model, budgets, () => price).complete(completion, fakeContext());
    await expect(asked).rejects.toMatchObject({ category: 'budget_exceeded', details: { flag: '--max-cost' } });
    await expect(asked).rejects.toThrow(/"run" of \$.*model may cost up to .*budget\.maxPerRun \(--max-cost\)/u);
    expect(calls).toHaveLength(0);
  });

  test('waits for reservations that stand in the way, in turn, and goes on as soon as one is settled', async () => {
    const { budgets } = budgetsFor([limitOf(most + 20)]);
    const { model, calls } = heldModel();
    // The clock stands still: nobody is woken by it.
    const clock = fakeClock();
    const order: string[] = [];
    const ask = async (name: string) => {
      await budgeted(model, budgets, () => price).complete(completion, fakeContext({ clock }));
      order.push(name);
    };
    const all = [ask('first'), ask('second'), ask('third')];
    await turn();
    expect(calls).toHaveLength(1);
    calls[0]?.resolve(resultOf(10));
    await turn();
    expect(calls).toHaveLength(2);
    calls[1]?.resolve(resultOf(10));
    await turn();
    calls[2]?.resolve(resultOf(10));
    await Promise.all(all);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  test('stops waiting when waiting cannot help any more, or its signal aborts', async () => {
    const { budgets } = budgetsFor([limitOf(most + 20)]);
    const { model, calls } = heldModel();
    const clock = fakeClock();
    const stop = new AbortController();
    const ask = (context = fakeContext({ clock })) =>
      budgeted(model, budgets, () => price).complete(completion, context);
    const first = ask();
    await turn();
    const second = ask();
    const third = ask(fakeContext({ clock, signal: stop.signal }));
    const fourth = ask();
    await turn();
    stop.abort(new PipelineError('cancelled', 'enough'));
    await expect(third).rejects.toThrow('enough');
    calls[0]?.resolve(resultOf(21));
    await first;
    await expect(second).rejects.toMatchObject({ category: 'budget_exceeded' });
    await expect(fourth).rejects.toMatchObject({ category: 'budget_exceeded' });
    expect(calls).toHaveLength(1);
  });

  test('looks for what other processes have given back, or left behind', async () => {
    const { budgets, store } = budgetsFor([limitOf(2 * most)]);
    const { model, calls } = heldModel();
    const clock = fakeClock();
    const accounts = [{ key: 'run:r1', maximum: undefined }];
    await store.reserve({ owner: 'dead', amount: nanoDollars(most + 1), accounts, at: 0 });
    const asked = budgeted(model, budgets, () => price).complete(completion, fakeContext({ clock }));
    await turn();
    expect(calls).toHaveLength(0);
    // The dead one's call may have cost all of it.
    const message = asked.then(
      () => 'answered',
      (error: Error) => error.message,
    );
    await clock.advance(1_000);
    expect(await message).toMatch(/for calls whose answer never came/u);
  });

  test('charges nothing for a call that was cut off before it was sent', async () => {
    const { budgets, balance } = budgetsFor([]);
    const { model, calls } = heldModel();
    const signal = AbortSignal.abort(new PipelineError('cancelled', 'enough'));
    const asked = budgeted(model, budgets, () => price).complete(completion, fakeContext({ signal }));
    await expect(asked).rejects.toThrow('enough');
    expect(calls).toHaveLength(0);
    expect(await balance('run:r1')).toMatchObject({ spent: 0, uncertain: 0, reserved: 0 });
  });

  test('sets nothing aside for a price that is not known, and still counts what turns out to be known', async () => {
    const { budgets, balance } = budgetsFor([limitOf(undefined, { warning: nanoDollars(5) })]);
    const { model, calls } = heldModel();
    const asked = budgeted(model, budgets, () => undefined).complete(completion, fakeContext());
    await turn();
    expect(await balance('run:r1')).toMatchObject({ reserved: 0 });
    calls[0]?.resolve(resultOf(7));
    await asked;
    expect(await balance('run:r1')).toMatchObject({ spent: 7 });
  });

  test('warns once, and shows how much is gone', async () => {
    const { budgets, warnings, shown } = budgetsFor([limitOf(10 * most, { warning: nanoDollars(15) })]);
    for (const amount of [10, 10, 10]) {
      const { model, calls } = heldModel();
      const asked = budgeted(model, budgets, () => price).complete(completion, fakeContext());
      await turn();
      calls[0]?.resolve(resultOf(amount));
      await asked;
    }
    expect(warnings).toMatchObject([{ name: 'run', spent: 20, warning: 15 }]);
    expect(shown.at(-1)).toMatchObject([{ name: 'run', maximum: 10 * most, spent: 30, reserved: 0 }]);
  });
});

describe('a call without an answer is charged', () => {
  const usage = { input: 40, cachedInput: 0, output: 5, reasoning: 0, source: 'reported' };
  const failed = (category: PipelineError['category'], details: PipelineError['details'] = {}) =>
    new PipelineError(category, 'failed', { details });

  test.each([
    ['what it says that it took', failed('llm_output', { usage }), { kind: 'spent', amount: 40 }],
    ['nothing, when the provider refused it', failed('llm_rate_limited', { status: 429 }), { kind: 'nothing' }],
    ['nothing, when the provider failed', failed('llm_provider', { status: 500 }), { kind: 'nothing' }],
    ['nothing, when it was never sent', failed('llm_provider', { code: 'ECONNREFUSED' }), { kind: 'nothing' }],
    ['in full, when the connection broke', failed('llm_provider', { code: 'ECONNRESET' }), { kind: 'uncertain' }],
    ['in full, when a gateway gave up', failed('llm_provider', { status: 504 }), { kind: 'uncertain' }],
    ['in full, when it took too long', failed('llm_timeout'), { kind: 'uncertain' }],
    ['in full, when it was cut off', new Error('aborted'), { kind: 'uncertain' }],
  ])('%s', (_what, error, charge) => {
    expect(chargeOfFailure(error, price)).toEqual(charge);
  });
});
