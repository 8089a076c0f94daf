import { conventions } from '#catalogue/conventions.ts';
import { type Promql, ratio } from '../promql/promql.ts';
import { all, any, compare, enough } from './conditions.ts';
import type { Alert } from './rule.ts';
import { minute, type Timing } from './timing.ts';

/** Money. */
export function costAlerts(promql: Promql, timing: Timing): readonly Alert[] {
  return [costPerRecordUp, budgetNearlySpent, budgetSpent].map((make) => make(promql, timing));
}

function costPerRecordUp(promql: Promql, timing: Timing): Alert {
  const compared = compare(
    timing,
    (window, offset) =>
      ratio(
        promql.increase('specbook.cost.usd', window, { ...(offset && { offset }) }),
        promql.increase('specbook.records', window, { ...(offset && { offset }) }),
      ),
    (window, offset) => promql.increase('specbook.records', window, { ...(offset && { offset }) }),
  );
  return {
    name: 'cost-per-record-up',
    severity: 'warning',
    expr: all(`${compared.recent} > 1.5 * (${compared.usual})`, ...enough(compared, 20)),
    for: minute,
    summary: 'Records cost more than they used to',
    description:
      'A record of the last hour cost {{ $value | printf "%.6f" }} US dollars, more than one and a half times what it cost in the 7 days before.',
    action:
      'Compare two runs with `npm run runs -- <run-id>`: more calls a record, more tokens a call, another model, or another price? Set `--max-cost` meanwhile.',
    dashboard: 'costs',
  };
}

/** Of each budget that has a limit. */
function shareSpent(promql: Promql): string {
  const by = ['budget'];
  return `${promql.gauge('specbook.budget.spent.usd', { by })} / (${promql.gauge('specbook.budget.limit.usd', { by })} > 0)`;
}

function budgetNearlySpent(promql: Promql): Alert {
  return {
    name: 'budget-nearly-spent',
    severity: 'warning',
    expr: `${shareSpent(promql)} >= 0.8`,
    for: 0,
    summary: 'The budget {{ $labels.budget }} is nearly spent',
    description:
      '{{ $value | humanizePercentage }} of the budget {{ $labels.budget }} is spent or set aside. When a call no longer fits, the run stops, and keeps what it has.',
    action: 'See what it went to, and decide before the run stops: raise the budget, or let it end there.',
    dashboard: 'costs',
  };
}

function budgetSpent(promql: Promql): Alert {
  const refused = promql.gauge('specbook.run.last.aborted', {
    where: { [conventions.errorType]: 'budget_exceeded' },
    by: [conventions.errorType],
  });
  return {
    name: 'budget-spent',
    severity: 'critical',
    expr: any(`${shareSpent(promql)} >= 1`, `${refused} == 1`),
    for: 0,
    summary: 'A budget is spent, and runs stop for it',
    description:
      'The latest run stopped because a call no longer fitted into its budget, or all of a budget is spent{{ with $labels.budget }} ({{ . }}){{ end }}. What is done is kept.',
    action: 'Go on with `npm run pipeline -- --resume --max-cost <more>`, or leave it.',
    dashboard: 'costs',
  };
}
