import { type HrTime, ValueType } from '@opentelemetry/api';
import { hrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  InstrumentType,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { Counter, Histogram } from '#catalogue/metric.ts';
import { nameInOpenTelemetry } from './instruments.ts';
import type { LiveTotal, LiveTotals } from './live-totals.ts';

/** Whether a reader wants what there is, or what came since the last time, by the kind of the instrument. */
export type Temporality = (instrument: InstrumentType) => AggregationTemporality;

/** For each reader its own: what came since the last time is another for each. */
export type TotalsProducer = (temporality: Temporality) => MetricProducer;

/** What the SDK's meter provider has beside, or in its place. */
export type ProducerOrder = {
  readonly totals: LiveTotals;
  readonly scope: { readonly name: string; readonly version: string };
  readonly resource: Resource;
};

/**
 * The totals of a process as OpenTelemetry's readers take them from other sources than the SDK's instruments:
 * https://opentelemetry.io/docs/specs/otel/metrics/sdk/#metricproducer
 */
export function totalsProducer({ totals, scope, resource }: ProducerOrder): TotalsProducer {
  const began = hrTime();
  return (temporality) => {
    const before = new Map<LiveTotal, Amount>();
    let looked = began;
    return {
      collect: async () => {
        const now = hrTime();
        const metrics = totals.metrics.flatMap(({ metric, totals: all }) => {
          const wanted = temporality(metric.kind === 'counter' ? InstrumentType.COUNTER : InstrumentType.HISTOGRAM);
          const isDelta = wanted === AggregationTemporality.DELTA;
          const times = { startTime: isDelta ? looked : began, endTime: now };
          const amounts = all().map((total) => [total, isDelta ? since(total, before) : amountOf(total)] as const);
          const told = amounts.filter(([, { counts }]) => !isDelta || counts.some((count) => count > 0));
          return told.length === 0 ? [] : [dataOf(metric, told, wanted, times)];
        });
        looked = now;
        return { resourceMetrics: { resource, scopeMetrics: [{ scope, metrics }] }, errors: [] };
      },
    };
  };
}

type Amount = Pick<LiveTotal, 'sum' | 'counts'>;

const amountOf = ({ sum, counts }: LiveTotal): Amount => ({ sum, counts: [...counts] });

/** What came since this was asked before. */
function since(total: LiveTotal, before: Map<LiveTotal, Amount>): Amount {
  const now = amountOf(total);
  const last = before.get(total) ?? { sum: 0, counts: [] };
  before.set(total, now);
  return { sum: now.sum - last.sum, counts: now.counts.map((count, place) => count - (last.counts[place] ?? 0)) };
}

type Times = { readonly startTime: HrTime; readonly endTime: HrTime };

function dataOf(
  metric: Counter | Histogram,
  told: readonly (readonly [LiveTotal, Amount])[],
  aggregationTemporality: AggregationTemporality,
  times: Times,
): MetricData {
  const { unit, help: description } = metric;
  const descriptor = { name: nameInOpenTelemetry(metric), description, unit, valueType: ValueType.DOUBLE };
  const common = { descriptor, aggregationTemporality };
  if (metric.kind === 'counter') {
    const dataPoints = told.map(([{ labels }, { sum }]) => ({
      ...times,
      attributes: labels,
      value: sum / metric.scale,
    }));
    return { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
  }
  const dataPoints = told.map(([{ labels }, { sum, counts }]) => ({
    ...times,
    attributes: labels,
    value: {
      buckets: { boundaries: [...metric.buckets], counts: [...counts] },
      sum,
      count: counts.reduce((all, count) => all + count, 0),
    },
  }));
  return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints };
}
