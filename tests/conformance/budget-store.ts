import { beforeEach, describe, expect, test } from 'vitest';
import type { BudgetStore } from '#core/budget.ts';
import { nanoDollars } from '#core/money.ts';

const run = { key: 'run:1', maximum: nanoDollars(100) };
const month = { key: 'month:2026-11', maximum: nanoDollars(150) };
const unlimited = { key: 'day:2026-11-21', maximum: undefined };

/** What every keeper of budgets must do. `open` gives one that knows nothing. */
export function budgetStoreConformance(name: string, open: () => BudgetStore): void {
  describe(`${name} keeps budgets`, () => {
    let store: BudgetStore;
    beforeEach(() => {
      store = open();
    });
    const reserve = (amount: number, accounts = [run, month, unlimited], owner = 'us') =>
      store.reserve({ owner, amount: nanoDollars(amount), accounts, at: 0 });
    const balance = async (key: string) => (await store.balances([key]))[0];

    test('sets an amount aside in all accounts, and tells how they stand', async () => {
      const { reservation, balances } = await reserve(60);
      expect(reservation).toBeDefined();
      const empty = { spent: 0, uncertain: 0 };
      expect(balances).toHaveLength(3);
      expect(balances).toContainEqual({ key: 'run:1', ...empty, reserved: 60 });
      expect(balances).toContainEqual({ key: 'day:2026-11-21', ...empty, reserved: 60 });
      expect(await balance('month:2026-11')).toEqual({ key: 'month:2026-11', ...empty, reserved: 60 });
    });

    test('sets nothing aside when one account has no room, and says how they stand', async () => {
      await reserve(60);
      const refused = await reserve(41);
      expect(refused.reservation).toBeUndefined();
      expect(refused.balances).toContainEqual({ key: 'run:1', spent: 0, uncertain: 0, reserved: 60 });
      expect(await balance('month:2026-11')).toMatchObject({ reserved: 60 });
      expect((await reserve(40)).reservation).toBeDefined();
    });

    test('an account is full for every run that counts for it', async () => {
      await reserve(100);
      const other = { key: 'run:2', maximum: nanoDollars(100) };
      expect((await reserve(60, [other, month])).reservation).toBeUndefined();
      expect((await reserve(50, [other, month])).reservation).toBeDefined();
    });

    test('charges what a call cost, in full what is uncertain, and nothing for what was not billed', async () => {
      const numbers = [
        (await reserve(30)).reservation,
        (await reserve(30)).reservation,
        (await reserve(30)).reservation,
      ];
      const [spent = 0, uncertain = 0, nothing = 0] = numbers;
      const after = await store.settle(spent, { kind: 'spent', amount: nanoDollars(12) });
      expect(after).toContainEqual({ key: 'run:1', spent: 12, uncertain: 0, reserved: 60 });
      await store.settle(uncertain, { kind: 'uncertain' });
      await store.settle(nothing, { kind: 'nothing' });
      for (const { key } of [run, month, unlimited]) {
        expect(await balance(key)).toEqual({ key, spent: 12, uncertain: 30, reserved: 0 });
      }
      expect((await reserve(58)).reservation).toBeDefined();
      expect((await reserve(1)).reservation).toBeUndefined();
    });

    test('a reservation ends once, and its number is never another', async () => {
      const { reservation = 0 } = await reserve(10);
      await store.settle(reservation, { kind: 'spent', amount: nanoDollars(10) });
      const next = await reserve(10);
      expect(next.reservation).not.toBe(reservation);
      await store.settle(reservation, { kind: 'uncertain' });
      expect(await balance('run:1')).toEqual({ key: 'run:1', spent: 10, uncertain: 0, reserved: 10 });
    });

    test('what a dead owner holds is charged as uncertain', async () => {
      await reserve(10);
      await reserve(20, undefined, 'dead');
      const { reservation = 0 } = await reserve(30, undefined, 'dead');
      expect(await store.reclaim(async (owner) => owner !== 'dead')).toBe(2);
      expect(await balance('run:1')).toEqual({ key: 'run:1', spent: 0, uncertain: 50, reserved: 10 });
      // It was not dead after all: too late.
      await store.settle(reservation, { kind: 'nothing' });
      expect(await balance('run:1')).toMatchObject({ uncertain: 50, reserved: 10 });
    });

    test('nothing is in an account that is not known', async () => {
      const nothing = { spent: 0, uncertain: 0, reserved: 0 };
      expect(await store.balances(['a', 'b'])).toEqual([
        { key: 'a', ...nothing },
        { key: 'b', ...nothing },
      ]);
    });

    test('keeps which budgets there are, as the latest has said, for each pipeline', async () => {
      const ofAll = { name: 'month', tag: undefined, period: 'month', maximum: nanoDollars(150) } as const;
      const ofTag = { name: 'team=a/ever', tag: 'team=a', period: 'ever', maximum: undefined } as const;
      expect(await store.declared('things')).toBeUndefined();
      await store.declare('things', { run: 'run-1', budgets: [ofAll, ofTag] });
      await store.declare('others', { run: 'run-2', budgets: [] });
      expect(await store.declared('things')).toEqual({ run: 'run-1', budgets: [ofAll, ofTag] });
      await store.declare('things', { run: 'run-3', budgets: [ofTag] });
      expect(await store.declared('things')).toEqual({ run: 'run-3', budgets: [ofTag] });
      expect(await store.declared('others')).toEqual({ run: 'run-2', budgets: [] });
    });
  });
}
