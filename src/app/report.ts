import { join, resolve } from 'node:path';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StoredRun } from '#core/run-store.ts';
import { type MeasuredRun, measuredTotals } from '#reports/history/measured-run.ts';
import { type Period, periodBefore, periodOf, runsIn } from '#reports/history/period.ts';
import { type Comparison, makeReport } from '#reports/history/report.ts';
import { type Summary, summarise } from '#reports/history/summary.ts';
import { type ReportKind } from '#reports/history/totals-section.ts';
import { writeReport } from '#reports/history/write-report.ts';
import { catalogue, measure } from './catalogue.ts';
import type { Said } from './configure.ts';
import { findRun, otherRuns, type Runs, withRuns } from './find-run.ts';
import { endingOf } from './run-limits.ts';
import { settingDifferences } from './setting-differences.ts';
import { systemClock } from './system.ts';

export { type ReportKind, reportKinds } from '#reports/history/totals-section.ts';
export { spentText } from '#reports/history/spent.ts';
export type { MeasuredRun } from '#reports/history/measured-run.ts';

export type ReportOrder = {
  readonly kind: ReportKind;
  /** Of today and the days before it; 1 is today alone. */
  readonly days: number;
  /** The ids of two runs. */
  readonly compare: readonly [string, string] | undefined;
  readonly output: string;
};

export type WrittenReport = {
  readonly directory: string;
  /** In the order in which they were written; the report itself is the last. */
  readonly files: readonly string[];
  readonly period: Period;
  /** Those of the period, in the order in which they began. */
  readonly runs: readonly MeasuredRun[];
  readonly summary: Summary;
  readonly before: Summary;
  readonly comparison: Comparison | undefined;
};

/**
 * Writes what the runs of the last days come to, and how two runs differ. Every number follows from the facts of the
 * runs by the definitions of the catalogue, as those of the ledger and the dashboards do.
 *
 * @throws PipelineError `config` when there is nothing to report of or a run is not there, `store` when it cannot be
 * written.
 */
export async function report(said: Said, order: ReportOrder): Promise<WrittenReport> {
  return withRuns(said, async (runs) => {
    const period = periodOf(systemClock.now(), order.days);
    const comparison = order.compare === undefined ? undefined : await comparisonOf(runs, order.compare);
    const measured = await runsSince(runs, periodBefore(period).from);
    const now = runsIn(measured, period);
    if (now.length === 0 && comparison === undefined) throw await nothingToReport(runs, period);
    const made = makeReport({ kind: order.kind, period, runs: measured, comparison });
    const directory = resolve(order.output);
    const names = await writeReport(directory, made);
    return {
      directory,
      files: names.map((name) => join(directory, name)),
      period,
      runs: now,
      summary: summarise(now),
      before: summarise(runsIn(measured, periodBefore(period))),
      comparison,
    };
  });
}

/** The latest runs that are looked through: ten years of one a day. */
const mostRuns = 4_000;

/** In the order in which they began. Pipelines that tell nothing of themselves have nothing to report. */
async function runsSince(runs: Runs, from: number): Promise<readonly MeasuredRun[]> {
  const known = new Set(catalogue.map(({ pipeline }) => pipeline));
  const listed = await runs.store.list(mostRuns);
  const wanted = listed.filter(({ startedAt, pipeline }) => startedAt >= from && known.has(pipeline)).toReversed();
  const measured: MeasuredRun[] = [];
  for (const run of wanted) measured.push(await measuredRun(runs, run));
  return measured;
}

async function measuredRun({ store }: Runs, run: StoredRun): Promise<MeasuredRun> {
  const { id, project, startedAt, finishedAt } = run;
  const counts = await store.counts(id);
  const totals = measuredTotals(await store.runTotals(id, measure));
  return { id, project, startedAt, finishedAt, counts, totals, ending: endingOf(run, counts) };
}

async function comparisonOf(runs: Runs, [first, second]: readonly [string, string]): Promise<Comparison> {
  if (first === second) throw new PipelineError('config', `--compare: ${first} is the same run twice`);
  const [one, other] = [await findRun(runs, first), await findRun(runs, second)];
  return {
    runs: [await measuredRun(runs, one), await measuredRun(runs, other)],
    differences: settingDifferences(one, other),
  };
}

async function nothingToReport(runs: Runs, { days, to }: Period): Promise<PipelineError> {
  const latest = await runs.store.find();
  if (latest === undefined) {
    return new PipelineError('config', `${await otherRuns(runs, undefined)} yet; npm run pipeline makes one`);
  }
  const enough = Math.ceil((to - latest.startedAt) / 86_400_000);
  const began = new Date(latest.startedAt).toISOString().slice(0, 10);
  const last = days === 1 ? 'today' : `in the last ${days} days`;
  return new PipelineError(
    'config',
    `no run began ${last} (UTC); the latest, ${latest.id}, began on ${began}: --days ${enough} has it`,
  );
}
