import type { Promql } from '../promql/promql.ts';
import { inAll } from './queries.ts';

/** What is spent of each budget, from 0 to 1. */
export function budgetsGone(ledger: Promql): string {
  const by = ['budget'];
  return `${ledger.gauge('specbook.budget.spent.usd', { by })} / (${ledger.gauge('specbook.budget.limit.usd', { by })} > 0)`;
}

/** Seconds until nothing is left of a budget, for those that are being drawn on. */
export function budgetsLast(ledger: Promql): string {
  const by = ['budget'];
  const left = `${ledger.gauge('specbook.budget.limit.usd', { by })} - ${ledger.gauge('specbook.budget.spent.usd', { by })}`;
  const pace = `max by (pipeline, budget) (deriv(${ledger.series('specbook.budget.spent.usd')}[${inAll}]))`;
  return `sort(clamp_min(${left}, 0) / (${pace} > 0))`;
}
