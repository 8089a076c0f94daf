import { conventions } from '#catalogue/conventions.ts';
import { type Gauge, pipelineLabel } from '#catalogue/metric.ts';
import { endingCategories } from '#core/failure.ts';
import { prometheusLabel } from '#catalogue/prometheus-name.ts';
import type { RunFigures } from '#core/run-store.ts';
import { telemetrySignals } from '#core/telemetry-loss.ts';
import type { Sample } from './text-format.ts';

/** How a budget stands, in US dollars; `limit` undefined for one that only warns. */
export type BudgetFigure = { readonly budget: string; readonly limit: number | undefined; readonly spent: number };

/** When runs are expected. Milliseconds; `cadence` undefined when nobody has said how often. */
export type Schedule = { readonly cadence: number | undefined; readonly servingSince: number };

/** What the run store and the service know that does not follow from facts. */
export type LedgerFigures = RunFigures & { readonly budgets: readonly BudgetFigure[]; readonly schedule: Schedule };

type Producer = (figures: LedgerFigures) => readonly { readonly labels: Sample['labels']; readonly value: number }[];

/** A value without labels, or none at all. */
const single = (value: number | undefined) => (value === undefined ? [] : [{ labels: {}, value }]);
const seconds = (milliseconds: number | undefined) => milliseconds && milliseconds / 1_000;

/** Where the gauges that the store knows have their values from. A test holds them to the catalogue. */
export const storeGauges: Readonly<Record<string, Producer>> = {
  'specbook.runs': ({ states }) => Object.entries(states).map(([state, value]) => ({ labels: { state }, value })),
  'specbook.run.last.items': ({ latest }) => {
    if (latest === undefined) return [];
    const { rows: _all, ...outcomes } = latest.counts;
    return Object.entries(outcomes).map(([outcome, value]) => ({ labels: { outcome }, value }));
  },
  'specbook.run.last.start_time': ({ latest }) => single(seconds(latest?.startedAt)),
  'specbook.run.last.duration': ({ finished }) => single(seconds(finished && finished.finishedAt - finished.startedAt)),
  'specbook.run.last_success_time': ({ finished }) => single(seconds(finished?.finishedAt)),
  'specbook.run.last.cpu_time': ({ usage }) => single(usage?.cpuSeconds),
  'specbook.run.last.peak_memory': ({ usage }) => single(usage?.peakMemoryBytes),
  'specbook.run.last.aborted': ({ latest }) =>
    endingCategories.map((category) => ({
      labels: { [conventions.errorType]: category },
      value: latest?.endedBy === category ? 1 : 0,
    })),
  'specbook.run.last.telemetry_dropped': ({ losses }) =>
    telemetrySignals.map((signal) => ({ labels: { signal }, value: losses?.[signal] ?? 0 })),
  'specbook.run.stalled': ({ stalled }) => single(stalled / 1_000),
  'specbook.run.cadence': ({ schedule }) => single(seconds(schedule.cadence)),
  'specbook.run.due_time': ({ schedule: { cadence, servingSince }, finished }) =>
    single(cadence && ((finished?.finishedAt ?? servingSince) + cadence) / 1_000),
  'specbook.budget.limit.usd': ({ budgets }) =>
    budgets.flatMap(({ budget, limit }) => (limit === undefined ? [] : [{ labels: { budget }, value: limit }])),
  'specbook.budget.spent.usd': ({ budgets }) =>
    budgets.map(({ budget, spent }) => ({ labels: { budget }, value: spent })),
};

/** Nothing where there is nothing to tell yet. */
export function gaugeSamples({ name }: Gauge, pipeline: string, figures: LedgerFigures): readonly Sample[] {
  const samples = storeGauges[name]?.(figures) ?? [];
  return samples.map(({ labels, value }) => {
    const named = Object.entries(labels).map(([label, text]) => [prometheusLabel(label), text] as const);
    return { labels: { [pipelineLabel]: pipeline, ...Object.fromEntries(named) }, value };
  });
}
