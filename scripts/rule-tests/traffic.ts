import type { Metric } from '#catalogue/metric.ts';
import { prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';
import { jobs } from '#operations/promql/promql.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';

/** What counters grew by in a batch, or what gauges stand at, by their series. */
export type Values = Readonly<Record<string, number>>;

/** A batch: it begins so many minutes after the beginning of the test, and takes ten. */
export type Batch = { readonly at: number; readonly grew: Values };

/** Gauges have these values from so many minutes on; those that are not named keep theirs, and NaN ends a series. */
export type Standing = { readonly at: number; readonly gauges: Values };

export type Traffic = { readonly batches: readonly Batch[]; readonly standings: readonly Standing[] };

type Labels = Readonly<Record<string, string>>;

const { metrics, pipeline } = specbookCatalogue;

/** A counter or gauge as Prometheus knows it, by the names of the catalogue. @throws Error when it is not in there. */
export function series(name: string, labels: Labels = {}): string {
  return written(find(name), '', labels);
}

/**
 * What a histogram grew by: so many observed, their sum, and how many were at most each of the bounds.
 *
 * @throws Error when it is not in the catalogue, or has other bounds.
 */
export function observed(
  name: string,
  labels: Labels,
  count: number,
  sum: number,
  within: Readonly<Record<number, number>>,
): Values {
  const metric = find(name);
  if (metric.kind !== 'histogram') throw new Error(`${name} is no histogram`);
  const bounds = Object.entries(within).map(([bound, atMost]) => {
    if (!metric.buckets.includes(Number(bound))) throw new Error(`${name} has no bucket up to ${bound}`);
    return [written(metric, '_bucket', labels, bound), atMost] as const;
  });
  return {
    [written(metric, '_count', labels)]: count,
    [written(metric, '_sum', labels)]: sum,
    ...Object.fromEntries(bounds),
    [written(metric, '_bucket', labels, '+Inf')]: count,
  };
}

function find(name: string): Metric {
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) throw new Error(`the catalogue has no metric ${name}`);
  return metric;
}

function written(metric: Metric, part: string, labels: Labels, bound?: string): string {
  if (Object.keys(labels).toSorted().join() !== Object.keys(metric.labels).toSorted().join()) {
    throw new Error(`${metric.name} has the labels ${Object.keys(metric.labels).join(', ')}`);
  }
  const named = Object.entries(labels).map(([label, value]) => `${prometheusLabel(label)}="${value}"`);
  const all = [
    `job="${jobs.ledger}"`,
    `pipeline="${pipeline}"`,
    ...named,
    ...(bound === undefined ? [] : [`le="${bound}"`]),
  ];
  return `${prometheusName(metric)}${part}{${all.join(',')}}`;
}

/** Minutes that a batch takes. */
const took = 10;

export type InputSeries = { readonly series: string; readonly values: string };

/** The samples of all series, one every `step` minutes, as promtool writes them. */
export function inputSeries({ batches, standings }: Traffic, step: number, minutes: number): readonly InputSeries[] {
  const moments = Array.from({ length: Math.floor(minutes / step) + 1 }, (_, index) => index * step);
  const counters = new Set(batches.flatMap(({ grew }) => Object.keys(grew)));
  const gauges = new Set(standings.flatMap((standing) => Object.keys(standing.gauges)));
  return [
    ...[...counters].map((name) => ({
      series: name,
      values: sequence(moments.map((at) => grownBy(batches, name, at))),
    })),
    ...[...gauges].map((name) => ({
      series: name,
      values: sequence(moments.map((at) => standingAt(standings, name, at))),
    })),
  ];
}

function grownBy(batches: readonly Batch[], name: string, at: number): number {
  const grown = batches.reduce((sum, batch) => {
    const done = Math.min(1, Math.max(0, (at - batch.at) / took));
    return sum + done * (batch.grew[name] ?? 0);
  }, 0);
  return Number(grown.toPrecision(9));
}

function standingAt(standings: readonly Standing[], name: string, at: number): number | undefined {
  const last = standings.findLast((standing) => standing.at <= at && name in standing.gauges);
  const value = last?.gauges[name];
  return Number.isNaN(value) ? undefined : value;
}

/** Equal ones in a row are written once: `0+0x3 5 _x2`. */
function sequence(values: readonly (number | undefined)[]): string {
  const runs: { value: number | undefined; times: number }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last.value === value) last.times += 1;
    else runs.push({ value, times: 1 });
  }
  return runs
    .map(({ value, times }) => {
      if (value === undefined) return `_x${times}`;
      return times === 1 ? `${value}` : `${value}+0x${times - 1}`;
    })
    .join(' ');
}
