import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nanoDollars } from '#core/money.ts';
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
});
