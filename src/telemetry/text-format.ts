import { openMetricsContentType, prometheusContentType, Registry, type RegistryContentType } from 'prom-client';
import type { Metric } from '#catalogue/metric.ts';
import { nameWithUnit, prometheusName } from '#catalogue/prometheus-name.ts';
import type { Exemplar } from '#core/ledger.ts';

/** One line of a page of metrics, in the metric's unit. */
export type Sample = {
  /** What comes after the metric's name, such as `_bucket`. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
};

export type Family = { readonly metric: Metric; readonly samples: readonly Sample[] };

/** OpenMetrics has exemplars; the older text is what people and `promtool` read. */
export type TextFormat = 'openmetrics' | 'text';

export type MetricsPage = { readonly contentType: string; readonly text: string };

/** Metrics as Prometheus reads them. https://prometheus.io/docs/specs/om/open_metrics_spec/ */
export async function renderMetrics(families: readonly Family[], format: TextFormat): Promise<MetricsPage> {
  const contentType = format === 'openmetrics' ? openMetricsContentType : prometheusContentType;
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(contentType);
  for (const family of families) register(registry, metricObject(family, format));
  return { contentType, text: await registry.metrics() };
}

/** The registry asks what is registered for its values, and for nothing else; its types want one of its own classes. */
function register(
  registry: { registerMetric: Registry['registerMetric'] },
  metric: ReturnType<typeof metricObject>,
): void {
  const asked = { ...metric, get: async () => metric };
  registry.registerMetric(asked as unknown as Parameters<Registry['registerMetric']>[0]);
}

function metricObject({ metric, samples }: Family, format: TextFormat) {
  // In OpenMetrics the registry itself adds `_total` to the samples of a counter.
  const name = format === 'openmetrics' ? nameWithUnit(metric) : prometheusName(metric);
  const values = samples.map(({ suffix = '', labels, value, exemplar }) => ({
    metricName: name + suffix,
    labels,
    value,
    ...(exemplar === undefined ? {} : { exemplar: exemplarObject(exemplar) }),
  }));
  return { name, help: metric.help, type: metric.kind, values };
}

/** The time is in seconds. */
function exemplarObject({ trace, value, at }: Exemplar) {
  return { labelSet: { trace_id: trace }, value, timestamp: at / 1_000 };
}
