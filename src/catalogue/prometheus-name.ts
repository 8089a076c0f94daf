import type { Metric, Unit } from './metric.ts';

/** Units that the name of a Prometheus metric says; what is in braces is said by the name itself. */
const suffixes: Readonly<Record<string, string>> = { s: '_seconds', By: '_bytes' };

/**
 * The metric's name in Prometheus, the same by every path: scraped from a run, from the ledger, or pushed by OTLP
 * (whose receivers add the unit themselves, unless the name ends in it).
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
 */
export function prometheusName(metric: Pick<Metric, 'name' | 'unit' | 'kind'>): string {
  const name = nameWithUnit(metric);
  return metric.kind === 'counter' ? `${name}_total` : name;
}

/** The same without `_total`, which exporters add to counters themselves. */
export function nameWithUnit({ name, unit }: { readonly name: string; readonly unit: Unit }): string {
  const plain = prometheusLabel(name);
  const suffix = suffixes[unit] ?? '';
  return plain.endsWith(suffix) ? plain : plain + suffix;
}

/** An attribute's name as a label: what is neither letter, digit nor underscore becomes an underscore. */
export function prometheusLabel(name: string): string {
  return name.replaceAll(/\W/gu, '_');
}
