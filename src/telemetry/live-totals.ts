import type { Counter, Histogram, Metric } from '#catalogue/metric.ts';
import type { MeasuredSeries, Measurement } from '#core/measurement.ts';
import { type LabelSet, labelText, type SeriesLimits } from './series-limits.ts';

/** One series of a counter or histogram since this process began. */
export type LiveTotal = {
  readonly labels: LabelSet;
  /** In the whole numbers or seconds that the metric is kept in. */
  sum: number;
  /** How many values there were: of a histogram those in each bucket, the last one without a bound at the end. */
  readonly counts: number[];
};

export type LiveTotals = {
  add(measurement: Measurement): void;
  readonly metrics: readonly { readonly metric: Counter | Histogram; readonly totals: () => readonly LiveTotal[] }[];
};

/**
 * Sums up what is measured until somebody looks. The SDK's own instruments find their series anew at each value, by
 * sorting the labels and writing them out, which is most of what telling a fact would cost.
 */
export function liveTotals(metrics: readonly Metric[], limits: SeriesLimits): LiveTotals {
  const kept = metrics.flatMap((metric) => (metric.kind === 'gauge' ? [] : [keptOf(metric)]));
  const byName = new Map(kept.map((each) => [each.metric.name, each]));
  const known = new WeakMap<MeasuredSeries, Found>();

  const find = (series: MeasuredSeries): Found | undefined => {
    const { metric: name, labels } = series;
    const its = byName.get(name);
    if (its === undefined) return undefined;
    const found = { total: its.at(limits.place(name, labels)), bounds: its.bounds };
    known.set(series, found);
    return found;
  };
  for (const { metric, at } of kept) {
    for (const labels of fromTheBeginning(metric)) at(limits.place(metric.name, labelText(labels)));
  }
  return {
    add: ({ series, value, bucket }) => {
      const found = known.get(series) ?? find(series);
      if (found === undefined) return;
      const { total, bounds } = found;
      const place = bucket === undefined ? 0 : placeOf(bucket, bounds);
      total.sum += value;
      total.counts[place] = (total.counts[place] ?? 0) + 1;
    },
    metrics: kept.map(({ metric, totals }) => ({ metric, totals: () => [...totals.values()] })),
  };
}

type Found = { readonly total: LiveTotal; readonly bounds: readonly number[] };

function keptOf(metric: Counter | Histogram) {
  const bounds = metric.kind === 'histogram' ? metric.buckets : [];
  const totals = new Map<LabelSet, LiveTotal>();
  /** @param labels the same object for the same labels, as `place` gives them. */
  const at = (labels: LabelSet): LiveTotal => {
    const total = totals.get(labels) ?? { labels, sum: 0, counts: [0, ...bounds.map(() => 0)] };
    totals.set(labels, total);
    return total;
  };
  return { metric, bounds, totals, at };
}

/** The last bucket has no bound of its own. */
function placeOf(bucket: number, bounds: readonly number[]): number {
  const place = bounds.indexOf(bucket);
  return place < 0 ? bounds.length : place;
}

/** Values that a label may have for its counter to be there from the beginning: rates of what is rare then begin at 0. */
const fewValues = 5;

function fromTheBeginning(metric: Counter | Histogram): readonly LabelSet[] {
  if (metric.kind !== 'counter') return [];
  const [only, another] = Object.entries(metric.labels);
  if (only === undefined) return [{}];
  const [name, { values }] = only;
  if (another !== undefined || values === 'configured' || values.length > fewValues) return [];
  return values.map((value) => ({ [name]: value }));
}
