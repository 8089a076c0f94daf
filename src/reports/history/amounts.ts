import { conventions } from '#catalogue/conventions.ts';
import type { MeasuredRun } from './measured-run.ts';

const { genAiUsage } = conventions;

/** The metrics of the catalogue that reports are made of, and their labels; dashboards show the same ones. */
export const metrics = {
  items: 'specbook.items',
  failures: 'specbook.failures',
  stageDuration: 'specbook.stage.duration',
  cost: 'specbook.cost.usd',
  unpriced: 'specbook.cost.unpriced',
  calls: 'specbook.model.calls',
  inputTokens: `${genAiUsage}.input_tokens`,
  cachedTokens: `${genAiUsage}.cache_read.input_tokens`,
  outputTokens: `${genAiUsage}.output_tokens`,
  records: 'specbook.records',
  score: 'specbook.quality.score',
  values: 'specbook.values',
} as const;

export const labels = {
  outcome: 'outcome',
  category: conventions.errorType,
  stage: 'stage',
  model: conventions.genAiRequestModel,
  source: 'source',
  verdict: 'verdict',
  dimension: 'dimension',
  result: 'result',
} as const;

/** How many measurements, and all of their values together (dollars in nano-dollars, durations in seconds). */
export type Amount = { readonly count: number; readonly sum: number };

type Totals = readonly Pick<MeasuredRun, 'totals'>[];
type Metric = (typeof metrics)[keyof typeof metrics];
type Label = (typeof labels)[keyof typeof labels];

/** What the metric comes to over the runs, where it has those labels. */
export function amountOf(runs: Totals, metric: Metric, where: Partial<Record<Label, string>> = {}): Amount {
  let [count, sum] = [0, 0];
  for (const { totals } of runs) {
    for (const total of totals) {
      if (total.metric !== metric) continue;
      if (Object.entries(where).some(([label, value]) => total.labels[label] !== value)) continue;
      count += total.count;
      sum += total.sum;
    }
  }
  return { count, sum };
}

/** The same by the values of a label, the largest first. */
export function amountsBy(runs: Totals, metric: Metric, label: Label): ReadonlyMap<string, Amount> {
  const values = new Set<string>();
  for (const { totals } of runs) {
    for (const total of totals) if (total.metric === metric) values.add(total.labels[label] ?? '');
  }
  const amounts = [...values].map((value) => [value, amountOf(runs, metric, { [label]: value })] as const);
  return new Map(amounts.toSorted(([one, a], [other, b]) => b.sum - a.sum || (one < other ? -1 : 1)));
}
