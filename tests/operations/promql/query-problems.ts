import { parser } from '@prometheus-io/lezer-promql';
import { type Metric, pipelineLabel } from '#catalogue/metric.ts';
import { prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';

/** Labels that Prometheus itself gives to what it scrapes, and those of the bounds of buckets. */
const ownLabels = ['job', 'instance', 'le', pipelineLabel];
/** Metrics of Prometheus itself: whether a target answers. */
const ownMetrics = ['up'];

/**
 * What is wrong with a query, other than nothing: that it does not parse, or that it names a metric or a label that is
 * not in the catalogue. `recorded` are names of recording rules, whose labels are theirs.
 */
export function queryProblems(
  query: string,
  metrics: readonly Metric[],
  recorded: readonly string[] = [],
): readonly string[] {
  const text = withoutVariables(query);
  const labels = labelsBySeries(metrics);
  const problems: string[] = [];
  let current: ReadonlySet<string> | undefined;
  parser.parse(text).iterate({
    enter: ({ name, type, from, to }) => {
      const said = text.slice(from, to);
      if (type.isError) problems.push(`does not parse at ${from}: ${text}`);
      if (name === 'VectorSelector') {
        const series = /^[a-zA-Z_:][\w:]*/u.exec(said)?.[0] ?? '';
        current = labels.get(series);
        if (current === undefined && ![...ownMetrics, ...recorded].includes(series)) problems.push(`no metric ${said}`);
      }
      if (name === 'UnquotedLabelMatcher') {
        const label = /^\w+/u.exec(said)?.[0] ?? '';
        if (current !== undefined && !current.has(label)) problems.push(`no label ${label} here: ${text}`);
      }
      if (name === 'GroupingLabels' && labels.size > 0) {
        const all = new Set([...labels.values()].flatMap((each) => [...each]));
        for (const [label] of said.matchAll(/\w+/gu)) if (!all.has(label)) problems.push(`no label ${label}: ${text}`);
      }
    },
  });
  return problems;
}

/** Names of metrics that a query selects. */
export function metricsOf(query: string): readonly string[] {
  const text = withoutVariables(query);
  const found: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'VectorSelector') found.push(/^[a-zA-Z_:][\w:]*/u.exec(text.slice(from, to))?.[0] ?? '');
    },
  });
  return found;
}

/** Grafana puts a duration in the place of the variables that stand for one. */
const withoutVariables = (query: string) => query.replaceAll(/\$__\w+/gu, '5m');

function labelsBySeries(metrics: readonly Metric[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    metrics.flatMap((metric) => {
      const name = prometheusName(metric);
      const labels = new Set([...ownLabels, ...Object.keys(metric.labels).map(prometheusLabel)]);
      const parts = metric.kind === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      return parts.map((part) => [name + part, labels] as const);
    }),
  );
}
