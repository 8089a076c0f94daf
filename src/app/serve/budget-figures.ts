import { accountKey, type BudgetStore, committed } from '#core/budget.ts';
import type { BudgetFigure } from '#telemetry/store-gauges.ts';

/** Budgets that are shown; each is two series, and whoever configures more of them looks at his own first. */
const mostBudgets = 100;

/**
 * How the budgets of a pipeline stand, whether a run is under way or not: of the day, the month and the latest run.
 *
 * @param at milliseconds since the Unix epoch.
 */
export async function budgetFigures(
  store: BudgetStore,
  pipeline: string,
  at: number,
): Promise<readonly BudgetFigure[]> {
  const declaration = await store.declared(pipeline);
  if (declaration === undefined) return [];
  const budgets = declaration.budgets.slice(0, mostBudgets);
  const balances = await store.balances(budgets.map((budget) => accountKey(budget, declaration.run, at)));
  return budgets.map(({ name, maximum }, index) => {
    const balance = balances[index];
    return {
      budget: name,
      limit: maximum === undefined ? undefined : maximum / 1e9,
      spent: balance === undefined ? 0 : committed(balance) / 1e9,
    };
  });
}
