import { expect, test } from 'vitest';
import { budgetFigures } from '#app/serve/budget-figures.ts';
import { nanoDollars } from '#core/money.ts';
import { fakeBudgetStore } from '../../fakes/budget-store.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const day = 24 * 3_600_000;
const dollars = (amount: number) => nanoDollars(amount * 1e9);

async function spend(store: ReturnType<typeof fakeBudgetStore>, keys: readonly string[], amount: number) {
  const accounts = keys.map((key) => ({ key, maximum: undefined }));
  const { reservation = 0 } = await store.reserve({ owner: 'us', amount: dollars(amount), accounts, at: noon });
  await store.settle(reservation, { kind: 'spent', amount: dollars(amount) });
}

test('what is gone of each budget is known when no run is under way, and begins anew with its period', async () => {
  const store = fakeBudgetStore();
  expect(await budgetFigures(store, 'things', noon)).toEqual([]);
  await store.declare('things', {
    run: 'run-1',
    budgets: [
      { name: 'run', tag: undefined, period: 'run', maximum: dollars(1) },
      { name: 'day', tag: undefined, period: 'day', maximum: dollars(5) },
      { name: 'team=a/month', tag: 'team=a', period: 'month', maximum: undefined },
    ],
  });
  await spend(store, ['run:run-1', 'day:2026-11-21', 'team=a month:2026-11'], 0.8);
  expect(await budgetFigures(store, 'things', noon)).toEqual([
    { budget: 'run', limit: 1, spent: 0.8 },
    { budget: 'day', limit: 5, spent: 0.8 },
    { budget: 'team=a/month', limit: undefined, spent: 0.8 },
  ]);
  expect(await budgetFigures(store, 'things', noon + day)).toMatchObject([
    { spent: 0.8 },
    { spent: 0 },
    { spent: 0.8 },
  ]);
});

test('money that is set aside counts: a call under way may cost all of it', async () => {
  const store = fakeBudgetStore();
  const month = { name: 'month', tag: undefined, period: 'month', maximum: dollars(10) } as const;
  await store.declare('things', { run: 'run-1', budgets: [month] });
  const accounts = [{ key: 'month:2026-11', maximum: dollars(10) }];
  await store.reserve({ owner: 'us', amount: dollars(4), accounts, at: noon });
  expect(await budgetFigures(store, 'things', noon)).toEqual([{ budget: 'month', limit: 10, spent: 4 }]);
});

test('of very many budgets the first hundred are shown', async () => {
  const store = fakeBudgetStore();
  const budgets = Array.from({ length: 300 }, (_, number) => ({
    name: `team=${number}/month`,
    tag: `team=${number}`,
    period: 'month' as const,
    maximum: dollars(1),
  }));
  await store.declare('things', { run: 'run-1', budgets });
  expect(await budgetFigures(store, 'things', noon)).toHaveLength(100);
});
