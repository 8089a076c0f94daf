import type { CatalogueSlice } from '#catalogue/slice.ts';
import { jobs, type Promql, promqlOf } from '../promql/promql.ts';
import type { Traceql } from '../traceql/traceql.ts';
import { traceqlOf } from '../traceql/traceql.ts';
import type { MetricQuery, SpanQuery } from './panel.ts';

/** For a curve: as long as it takes to see a rise, however far one has zoomed. */
export const overTime = '$__rate_interval';
/** For a figure: all of the time that is looked at. */
export const inAll = '$__range';

/** What the panels of a pipeline's dashboards ask with. */
export type Queries = {
  readonly ledger: Promql;
  /** Of a run in progress. */
  readonly run: Promql;
  readonly traces: Traceql;
};

/**
 * The variable `job` stands for jobs with a ledger and has no "all", so that the pages of runs are never added to it.
 * Those are asked for under their own job, whatever is chosen.
 */
export function queriesOf(slice: CatalogueSlice): Queries {
  return {
    ledger: promqlOf(slice, { job: '$job', instance: '$instance', pipeline: '$pipeline' }),
    run: promqlOf(slice, { job: jobs.run, pipeline: '$pipeline' }),
    traces: traceqlOf(slice),
  };
}

type Shown = Partial<Pick<MetricQuery, 'legend' | 'exemplars'>>;

export const ofLedger = (expr: string, shown: Shown = {}): MetricQuery => ({
  from: 'ledger',
  expr,
  legend: '',
  ...shown,
});
export const ofRun = (expr: string, shown: Shown = {}): MetricQuery => ({ from: 'run', expr, legend: '', ...shown });
export const recorded = (expr: string, shown: Shown = {}): MetricQuery => ({
  from: 'recorded',
  expr,
  legend: '',
  ...shown,
});
export const ofAlerts = (expr: string, shown: Shown = {}): MetricQuery => ({
  from: 'alerts',
  expr,
  legend: '',
  ...shown,
});
export const ofTraces = (traceql: string, limit = 50): SpanQuery => ({ from: 'traces', traceql, limit });

/** The largest first; what is zero is left out. */
export const largestFirst = (expr: string) => `sort_desc(${expr} > 0)`;
