import type { Meter } from '@opentelemetry/api';
import { AggregationType, type ViewOptions } from '@opentelemetry/sdk-metrics';
import type { Counter, Metric } from '#catalogue/metric.ts';
import { nameWithUnit, prometheusLabel } from '#catalogue/prometheus-name.ts';
import type { Fact } from '#core/fact.ts';
import type { Measure, RunLabels } from '#core/measurement.ts';
import type { ReadingSources } from './process-readings.ts';
import { type LabelSet, labelText, type SeriesLimits } from './series-limits.ts';

/**
 * Each metric under a name that comes to the same in Prometheus, whichever way it gets there: exporters of Prometheus
 * add no unit, receivers of OTLP add it unless the name ends in it; both add `_total`.
 */
export function viewsOf(metrics: readonly Metric[]): readonly ViewOptions[] {
  return metrics.map((metric) => ({
    instrumentName: metric.name,
    name: metric.name + nameWithUnit(metric).slice(prometheusLabel(metric.name).length),
    ...(metric.kind === 'histogram'
      ? {
          aggregation: {
            type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
            options: { boundaries: [...metric.buckets], recordMinMax: false },
          },
        }
      : {}),
  }));
}

/** Adds what a fact measures to the instruments. */
export type Recorder = (fact: Fact) => void;

/** The counters and histograms of the catalogue as instruments. */
export function recorderOf(
  meter: Meter,
  metrics: readonly Metric[],
  measure: Measure,
  run: RunLabels,
  limits: SeriesLimits,
): Recorder {
  const add = new Map(metrics.flatMap((metric) => adderOf(meter, metric) ?? []));
  for (const metric of metrics) {
    for (const labels of fromTheBeginning(metric))
      add.get(metric.name)?.(0, limits.place(metric.name, labelText(labels)));
  }
  return (fact) => {
    for (const { metric, labels, value } of measure(fact, run)) {
      add.get(metric)?.(value, limits.place(metric, labels));
    }
  };
}

/** @param labels the same object for the same labels, as `place` gives them. */
type Add = (value: number, labels: LabelSet) => void;

function adderOf(meter: Meter, metric: Metric): readonly (readonly [string, Add])[] | undefined {
  switch (metric.kind) {
    case 'counter':
      return [[metric.name, counterOf(meter, metric)]];
    case 'histogram': {
      const { name, unit, help: description } = metric;
      const histogram = meter.createHistogram(name, { unit, description });
      return [[name, (value, labels) => histogram.record(value, labels)]];
    }
    case 'gauge':
      return undefined;
  }
}

/**
 * Summed here and told when somebody looks: the SDK's own counter finds its series anew at each addition, by sorting the
 * labels and writing them out, which is most of what telling a fact would cost.
 */
function counterOf(meter: Meter, { name, unit, help: description, scale }: Counter): Add {
  const sums = new Map<LabelSet, number>();
  meter.createObservableCounter(name, { unit, description }).addCallback((result) => {
    for (const [labels, sum] of sums) result.observe(sum / scale, labels);
  });
  return (value, labels) => sums.set(labels, (sums.get(labels) ?? 0) + value);
}

/** Values that a label may have for its counter to be there from the beginning: rates of what is rare then begin at 0. */
const fewValues = 5;

function fromTheBeginning(metric: Metric): readonly LabelSet[] {
  if (metric.kind !== 'counter') return [];
  const [only, another] = Object.entries(metric.labels);
  if (only === undefined) return [{}];
  const [name, { values }] = only;
  if (another !== undefined || values === 'configured' || values.length > fewValues) return [];
  return values.map((value) => ({ [name]: value }));
}

/** Lets the gauges of the process be read whenever somebody looks. */
export function watchProcess(
  meter: Meter,
  metrics: readonly Metric[],
  { sources }: Pick<ReadingSources, 'sources'>,
  limits: SeriesLimits,
): void {
  for (const metric of metrics) {
    const source = metric.kind === 'gauge' && metric.of !== 'store' ? sources[metric.name] : undefined;
    if (source === undefined) continue;
    const { name, unit, help: description } = metric;
    meter.createObservableGauge(name, { unit, description }).addCallback(async (result) => {
      for (const { value, labels } of await source()) result.observe(value, limits.place(name, labelText(labels)));
    });
  }
}
