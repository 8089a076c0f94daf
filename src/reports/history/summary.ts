import { type Amount, amountOf, amountsBy, labels, metrics } from './amounts.ts';
import type { MeasuredRun } from './measured-run.ts';
import { type Spent, spentBy } from './spent.ts';

/** What some runs come to together. */
export type Summary = {
  readonly runs: number;
  /** Pages that were settled, by how. One that a resumed run took up again is in it twice, as in the dashboards. */
  readonly pages: Readonly<Record<'succeeded' | 'failed' | 'not_found' | 'skipped', number>>;
  readonly records: number;
  readonly valid: number;
  readonly spent: Spent;
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** By dimension: how many records were scored, and the mean. */
  readonly scores: ReadonlyMap<string, { readonly records: number; readonly mean: number }>;
  /** Values that were looked for in their page, and those that stand there. */
  readonly values: { readonly looked: number; readonly found: number };
};

export function summarise(runs: readonly Pick<MeasuredRun, 'totals'>[]): Summary {
  const sum = (...of: Parameters<typeof amountOf> extends [unknown, ...infer Rest] ? Rest : never) =>
    amountOf(runs, ...of).sum;
  const pages = (outcome: string) => sum(metrics.items, { [labels.outcome]: outcome });
  return {
    runs: runs.length,
    pages: {
      succeeded: pages('succeeded'),
      failed: pages('failed'),
      not_found: pages('not_found'),
      skipped: pages('skipped'),
    },
    records: sum(metrics.records),
    valid: sum(metrics.records, { [labels.verdict]: 'valid' }),
    spent: spentBy(runs),
    calls: sum(metrics.calls),
    inputTokens: sum(metrics.inputTokens),
    cachedTokens: sum(metrics.cachedTokens),
    outputTokens: sum(metrics.outputTokens),
    scores: new Map(
      [...amountsBy(runs, metrics.score, labels.dimension)].map(([name, amount]) => [name, scoreOf(amount)]),
    ),
    values: { looked: sum(metrics.values), found: sum(metrics.values, { [labels.result]: 'grounded' }) },
  };
}

const scoreOf = ({ count, sum }: Amount) => ({ records: count, mean: sum / count });

export const settledPages = ({ pages }: Summary): number =>
  Object.values(pages).reduce((total, count) => total + count, 0);
