import type { Meter } from '@opentelemetry/api';
import type { Metric } from '#catalogue/metric.ts';
import { nameWithUnit, prometheusLabel } from '#catalogue/prometheus-name.ts';
import type { ReadingSources } from './process-readings.ts';
import { labelText, type SeriesLimits } from './series-limits.ts';

/**
 * The name under which a metric comes to the same in Prometheus, whichever way it gets there: exporters of Prometheus
 * add no unit, receivers of OTLP add it unless the name ends in it; both add `_total`.
 */
export function nameInOpenTelemetry(metric: Metric): string {
  return metric.name + nameWithUnit(metric).slice(prometheusLabel(metric.name).length);
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
    meter.createObservableGauge(nameInOpenTelemetry(metric), { unit, description }).addCallback(async (result) => {
      for (const { value, labels } of await source()) result.observe(value, limits.place(name, labelText(labels)));
    });
  }
}
