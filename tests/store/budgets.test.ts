import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { nanoDollars } from '#core/money.ts';
import { migrations } from '#store/migrations.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { budgetStoreConformance } from '../conformance/budget-store.ts';
import { fakeBudgetStore } from '../fakes/budget-store.ts';

budgetStoreConformance('SQLite', () => sqliteRunStore(':memory:').budgets);
budgetStoreConformance('the fake', fakeBudgetStore);

const directory = mkdtempSync(join(tmpdir(), 'specbook-budgets-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('budgets in SQLite', () => {
  test('hold for several processes at once', async () => {
    const path = join(directory, 'runs.sqlite');
    const [one, other] = [sqliteRunStore(path), sqliteRunStore(path)];
    const accounts = [{ key: 'month:2026-11', maximum: nanoDollars(1_000) }];
    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? one : other).budgets.reserve({
          owner: `o${index % 2}`,
          amount: nanoDollars(30),
          accounts,
          at: 0,
        }),
      ),
    );
    expect(replies.filter((reply) => reply.reservation !== undefined)).toHaveLength(33);
    expect(await one.budgets.balances(['month:2026-11'])).toMatchObject([{ reserved: 990 }]);
    await Promise.all([one.close(), other.close()]);
  });

  test('charge what an earlier version had reserved', async () => {
    const path = join(directory, 'earlier.sqlite');
    const old = new DatabaseSync(path);
    const before = migrations.slice(
      0,
      migrations.findIndex((script) => script.includes('create table reservations')),
    );
    for (const script of before) old.exec(script);
    old.exec(`
      pragma user_version = ${before.length};
      insert into budget_accounts (key, reserved) values ('run:r', 50);
      insert into budget_reservations (owner, amount, accounts, at) values ('dead', 20, '["run:r"]', 1), ('dead', 30, '["run:r"]', 2);`);
    old.close();
    const store = sqliteRunStore(path);
    expect(await store.budgets.reclaim(async () => false)).toBe(2);
    expect(await store.budgets.balances(['run:r'])).toMatchObject([{ reserved: 0, uncertain: 50 }]);
    await store.close();
  });
});
