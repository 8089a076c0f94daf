import type { Matchers } from '#catalogue/matcher.ts';
import { type Histogram, type Metric, pipelineLabel } from '#catalogue/metric.ts';
import { prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import { labelOf, matchersOf, matcherText } from './selector.ts';
import type { Window } from './window.ts';

/** The two pages of metrics are scraped under different job names, and never added up. */
export const jobs = { ledger: 'specbook-ledger', run: 'specbook-run' } as const;

export type Selection = {
  readonly where?: Matchers;
  /** Labels that stay apart, besides the pipeline's, by their names in the catalogue. */
  readonly by?: readonly string[];
  /** So long ago, instead of now. */
  readonly offset?: Window;
};

/**
 * Queries over the metrics of one pipeline's catalogue, by the names that they have there. Each holds its job and its
 * pipeline fixed, and keeps the pipeline's label.
 *
 * All of them throw an Error when the catalogue has no such metric, label or value.
 */
export type Promql = {
  /** The series as they are: `name{job="…",pipeline="…",…}`; of a histogram, by what its name ends in. */
  series(metric: string, where?: Matchers, part?: HistogramPart): string;
  /** What a counter has grown by; of a histogram, how many were observed. */
  increase(metric: string, window: Window, selection?: Selection): string;
  /** The same, a second. */
  rate(metric: string, window: Window, selection?: Selection): string;
  /** What was observed, added up. */
  total(histogram: string, window: Window, selection?: Selection): string;
  /** The average of what was observed; nothing where nothing was. */
  mean(histogram: string, window: Window, selection?: Selection): string;
  /** What so large a share (0 to 1) of what was observed is below. */
  quantile(share: number, histogram: string, window: Window, selection?: Selection): string;
  /** How many were observed that are at most `bound`, which is the bound of a bucket. */
  within(bound: number, histogram: string, window: Window, selection?: Selection): string;
  gauge(metric: string, selection?: Selection, aggregation?: Aggregation): string;
};

export type HistogramPart = '_bucket' | '_sum' | '_count';
export type Aggregation = 'max' | 'min' | 'sum' | 'avg';

export type Scope = {
  /** Of the ledger, when nothing else is said. */
  readonly job?: string;
  /** A variable of a dashboard; of every target of the job when left out. */
  readonly instance?: `$${string}`;
  /** A variable of a dashboard, in place of the pipeline's name. */
  readonly pipeline?: `$${string}`;
};

export function promqlOf(slice: CatalogueSlice, { job = jobs.ledger, instance, pipeline }: Scope = {}): Promql {
  const byName = new Map(slice.metrics.map((metric) => [metric.name, metric]));
  const scope = [
    matcherText('job', false, [job]),
    ...(instance === undefined ? [] : [matcherText('instance', false, [instance])]),
    matcherText(pipelineLabel, false, [pipeline ?? slice.pipeline]),
  ];

  const find = (name: string): Metric => {
    const metric = byName.get(name);
    if (metric === undefined) throw new Error(`the catalogue of ${slice.pipeline} has no metric ${name}`);
    return metric;
  };
  const findHistogram = (name: string): Histogram => {
    const metric = find(name);
    if (metric.kind !== 'histogram') throw new Error(`${name} is no histogram`);
    return metric;
  };
  const select = (metric: Metric, where: Matchers = {}, part = '', more: readonly string[] = []) =>
    `${prometheusName(metric)}${part}{${[...scope, ...matchersOf(metric, where), ...more].join(',')}}`;
  const grown = (how: 'increase' | 'rate', name: string, window: Window, selection: Selection = {}, part?: string) => {
    const metric = find(name);
    if (metric.kind === 'gauge') throw new Error(`${name} is a gauge: it does not only grow`);
    const suffix = part ?? (metric.kind === 'histogram' ? '_count' : '');
    const range = rangeOf(select(metric, selection.where, suffix), window, selection);
    return `sum by (${kept(metric, selection)}) (${how}(${range}))`;
  };

  return {
    series: (name, where, part) => select(find(name), where, part),
    increase: (name, window, selection) => grown('increase', name, window, selection),
    rate: (name, window, selection) => grown('rate', name, window, selection),
    total: (name, window, selection) => grown('increase', findHistogram(name).name, window, selection, '_sum'),
    mean: (name, window, selection) => {
      const { name: found } = findHistogram(name);
      const count = grown('increase', found, window, selection);
      return `${grown('increase', found, window, selection, '_sum')} / (${count} > 0)`;
    },
    quantile: (share, name, window, selection = {}) => {
      const metric = findHistogram(name);
      const buckets = rangeOf(select(metric, selection.where, '_bucket'), window, selection);
      return `histogram_quantile(${share}, sum by (le, ${kept(metric, selection)}) (rate(${buckets})))`;
    },
    within: (bound, name, window, selection = {}) => {
      const metric = findHistogram(name);
      if (!metric.buckets.includes(bound)) throw new Error(`${name} has no bucket up to ${bound}`);
      const buckets = rangeOf(select(metric, selection.where, '_bucket', [boundMatcher(bound)]), window, selection);
      return `sum by (${kept(metric, selection)}) (increase(${buckets}))`;
    },
    gauge: (name, selection = {}, aggregation = 'max') => {
      const metric = find(name);
      if (metric.kind !== 'gauge') throw new Error(`${name} is a ${metric.kind}, and no gauge`);
      return `${aggregation} by (${kept(metric, selection)}) (${select(metric, selection.where)})`;
    },
  };
}

function kept(metric: Metric, { by = [] }: Selection): string {
  for (const name of by) labelOf(metric, name);
  return [pipelineLabel, ...by.map(prometheusLabel)].join(', ');
}

function rangeOf(series: string, window: Window, { offset }: Selection): string {
  return offset === undefined ? `${series}[${window}]` : `${series}[${window}] offset ${offset}`;
}

/** Bounds are written `5.0` by some versions of Prometheus and `5` by others. */
function boundMatcher(bound: number): string {
  return Number.isInteger(bound) ? `le=~"${bound}([.]0)?"` : `le="${bound}"`;
}

/**
 * A share of a whole that has the same labels: zero where there is a whole and none of the part has ever been, and
 * nothing, rather than NaN, where there is no whole.
 */
export function ratio(part: string, whole: string): string {
  return `(${part} or ${whole} * 0) / (${whole} > 0)`;
}

/** A share of a whole that has fewer labels: each of the parts of it against all of them together. */
export function shareOf(parts: string, whole: string): string {
  return `${parts} / on (${pipelineLabel}) group_left () (${whole} > 0)`;
}
