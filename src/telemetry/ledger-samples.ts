import { type Counter, type Histogram, pipelineLabel } from '#catalogue/metric.ts';
import { prometheusLabel } from '#catalogue/prometheus-name.ts';
import type { Exemplar, Series, Total } from '#core/ledger.ts';
import type { Sample } from './text-format.ts';

/** The samples of one series, from its totals; without any, all of them are zero. */
export function seriesSamples(
  metric: Counter | Histogram,
  series: Series,
  totals: readonly Total[],
): readonly Sample[] {
  const labels = prometheusLabels(series);
  return metric.kind === 'counter' ? counterSamples(metric, labels, totals) : histogramSamples(metric, labels, totals);
}

type Labels = Readonly<Record<string, string>>;

/** With the pipeline's, and under names that Prometheus takes. */
function prometheusLabels({ pipeline, labels }: Series): Labels {
  const named = Object.entries(JSON.parse(labels) as Labels);
  return {
    [pipelineLabel]: pipeline,
    ...Object.fromEntries(named.map(([name, value]) => [prometheusLabel(name), value] as const)),
  };
}

function counterSamples({ scale }: Counter, labels: Labels, totals: readonly Total[]): readonly Sample[] {
  const value = sumOf(totals) / scale;
  return [{ labels, value, exemplar: scaled(latest(totals), scale) }];
}

function histogramSamples({ buckets }: Histogram, labels: Labels, totals: readonly Total[]): readonly Sample[] {
  let count = 0;
  const samples = [...buckets, Infinity].map((bound): Sample => {
    const ofBucket = totals.filter(({ bucket }) => bucket === bound);
    count += ofBucket.reduce((sum, total) => sum + total.count, 0);
    const exemplar = scaled(latest(ofBucket), 1);
    return { suffix: '_bucket', labels: { ...labels, le: boundText(bound) }, value: count, exemplar };
  });
  return [...samples, { suffix: '_sum', labels, value: sumOf(totals) }, { suffix: '_count', labels, value: count }];
}

/** Always added up in the same order, so that rounding cannot make it fall. */
const sumOf = (totals: readonly Total[]) => totals.reduce((sum, total) => sum + total.sum, 0);

function latest(totals: readonly Total[]): Exemplar | undefined {
  const [first] = totals.map(({ exemplar }) => exemplar).toSorted((one, other) => other.at - one.at);
  return first?.trace === '' ? undefined : first;
}

const scaled = (exemplar: Exemplar | undefined, scale: number): Exemplar | undefined =>
  exemplar && { ...exemplar, value: exemplar.value / scale };

/** OpenMetrics wants bounds in the one form that it calls canonical: `1.0`, `0.25`, `1e+06`, `+Inf`. */
function boundText(bound: number): string {
  if (bound === Infinity) return '+Inf';
  if (bound >= 1e6) return bound.toExponential().replace(/e\+(\d)$/u, 'e+0$1');
  return Number.isInteger(bound) ? `${bound}.0` : `${bound}`;
}
