import type { Counter, Histogram, Metric } from '#catalogue/metric.ts';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import type { Series, Total } from '#core/ledger.ts';
import type { RunStore } from '#core/run-store.ts';
import { knownSeries } from './known-series.ts';
import { seriesSamples } from './ledger-samples.ts';
import { gaugeSamples, type LedgerFigures } from './store-gauges.ts';
import { type Family, type MetricsPage, renderMetrics, type Sample, type TextFormat } from './text-format.ts';

/** What of a run store the page is made of. */
export type LedgerStore = Pick<RunStore, 'totals' | 'shown'> & {
  figures(pipeline: string): Promise<LedgerFigures>;
};

export type LedgerPage = MetricsPage & {
  /** Series that are shown as zero because they are new. Whoever gives the page to a collector counts them as shown. */
  readonly fresh: readonly Series[];
};

/**
 * How often a series is shown as zero before its value. `increase()` sees nothing of the value that a series begins
 * with; the second time is for a collector that missed the first.
 */
const timesAtZero = 2;

/** The page of the ledger: every metric of the catalogue that follows from facts or from what the store holds. */
export async function ledgerPage(
  slices: readonly CatalogueSlice[],
  store: LedgerStore,
  format: TextFormat,
): Promise<LedgerPage> {
  const standing = await readStanding(store);
  const families: Family[] = [];
  for (const { pipeline, metrics } of slices) {
    const figures = await store.figures(pipeline);
    families.push(...metrics.filter(isOfTheStore).map((metric) => familyOf(metric, pipeline, standing, figures)));
  }
  const fresh = slices.flatMap(({ pipeline, metrics }) =>
    metrics.flatMap((metric) => (metric.kind === 'gauge' ? [] : freshOf(metric, pipeline, standing))),
  );
  return { ...(await renderMetrics(merged(families), format)), fresh };
}

/** The others are of a running process, and on the page of that process. */
const isOfTheStore = (metric: Metric) => metric.kind !== 'gauge' || metric.of !== 'process';

type Standing = {
  /** By metric, and in it by series. */
  readonly totals: ReadonlyMap<string, ReadonlyMap<string, readonly Total[]>>;
  isNew(series: Series): boolean;
};

async function readStanding(store: LedgerStore): Promise<Standing> {
  // In this order: a series that comes up in between has not been shown.
  const times = new Map((await store.shown()).map((series) => [keyOf(series), series.times]));
  const byMetric = Map.groupBy(await store.totals(), metricKeyOf);
  return {
    totals: new Map([...byMetric].map(([metric, totals]) => [metric, Map.groupBy(totals, ({ labels }) => labels)])),
    isNew: (series) => (times.get(keyOf(series)) ?? 0) < timesAtZero,
  };
}

const metricKeyOf = ({ pipeline, metric }: Pick<Series, 'pipeline' | 'metric'>) => `${pipeline}\n${metric}`;
const keyOf = (series: Series) => `${metricKeyOf(series)}\n${series.labels}`;

function familyOf(metric: Metric, pipeline: string, standing: Standing, figures: LedgerFigures): Family {
  if (metric.kind === 'gauge') return { metric, samples: gaugeSamples(metric, pipeline, figures) };
  const totals = standing.totals.get(metricKeyOf({ pipeline, metric: metric.name }));
  const samples = seriesOf(metric, pipeline, standing).flatMap((series): readonly Sample[] =>
    seriesSamples(metric, series, standing.isNew(series) ? [] : (totals?.get(series.labels) ?? [])),
  );
  return { metric, samples };
}

const freshOf = (metric: Counter | Histogram, pipeline: string, standing: Standing) =>
  seriesOf(metric, pipeline, standing).filter(standing.isNew);

/** Those that are known beforehand, and those that have come up. */
function seriesOf(metric: Counter | Histogram, pipeline: string, { totals }: Standing): readonly Series[] {
  const cameUp = totals.get(metricKeyOf({ pipeline, metric: metric.name }))?.keys() ?? [];
  return [...new Set([...knownSeries(metric), ...cameUp])].map((labels) => ({ pipeline, metric: metric.name, labels }));
}

/** Pipelines share metrics, and a page names each of them once. */
function merged(families: readonly Family[]): readonly Family[] {
  const byName = Map.groupBy(families, ({ metric }) => metric.name);
  return [...byName.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, samples: [first, ...others].flatMap(({ samples }) => samples) }],
  );
}
