import { lineChart } from '../charts/lines.ts';
import { stackedBars } from '../charts/stacked-bars.ts';
import { mostSeries } from '../charts/chart.ts';
import { amountsBy, labels, metrics } from './amounts.ts';
import { type Csv, heading, picture, type Section, section, titledTable } from './blocks.ts';
import { count, dimensions, nothing, score, share } from './figures.ts';
import type { MeasuredRun } from './measured-run.ts';
import { bins, type Period, shortName } from './period.ts';
import { settledPages, summarise, type Summary } from './summary.ts';

type Runs = readonly MeasuredRun[];

/** The latest runs that a line is drawn through. */
const mostRuns = 60;

/** What the records are worth, and what became of the pages that gave none. */
export function qualitySection(period: Period, runs: Runs): Section {
  const pictures = new Map([['pages-by-day.svg', pagesByDay(period, runs)]]);
  const scored = runs.filter((run) => summarise([run]).scores.size > 0).slice(-mostRuns);
  if (scored.length > 1) pictures.set('scores-by-run.svg', scoresByRun(scored));
  return section(
    [
      heading('Quality'),
      ...(scored.length > 1 ? [picture('scores-by-run.svg', 'Mean scores of the records, run by run')] : []),
      ...titledTable(
        'By project',
        ['project', 'records', 'valid', 'overall score', 'values found in their page'],
        byProject(runs),
      ),
      picture('pages-by-day.svg', 'What became of the pages, day by day'),
      ...titledTable('Pages without a record', ['category', 'pages', 'share of all pages'], byCategory(runs)),
    ],
    { pictures, tables: new Map([['quality.csv', qualityTable(runs)]]) },
  );
}

function byProject(runs: Runs): readonly (readonly string[])[] {
  return [...Map.groupBy(runs, ({ project }) => project)].map(([project, ofProject]) => {
    const summary = summarise(ofProject);
    const { records, valid, values } = summary;
    return [
      project === '' ? '(none)' : project,
      count(records),
      records === 0 ? nothing : share(valid / records),
      meanOf(summary, 'overall'),
      values.looked === 0 ? nothing : share(values.found / values.looked),
    ];
  });
}

function meanOf({ scores }: Summary, dimension: string): string {
  const mean = scores.get(dimension)?.mean;
  return mean === undefined ? nothing : score(mean);
}

function byCategory(runs: Runs): readonly (readonly string[])[] {
  const all = settledPages(summarise(runs));
  return [...amountsBy(runs, metrics.failures, labels.category)].map(([category, { sum }]) => [
    category,
    count(sum),
    share(sum / all),
  ]);
}

function scoresByRun(runs: Runs): string {
  const summaries = runs.map((run) => summarise([run]));
  const named = dimensions.filter((name) => summaries.some(({ scores }) => scores.has(name))).slice(0, mostSeries);
  return lineChart({
    title: 'Scores of the records',
    description: 'Means from 0 to 1, run by run',
    labels: runs.map(({ id }) => shortName(id)),
    series: named.map((name) => ({ name, values: summaries.map(({ scores }) => scores.get(name)?.mean) })),
    highest: 1,
    format: (value) => value.toFixed(2),
  });
}

const outcomes = [
  ['succeeded', 'gave a record'],
  ['failed', 'failed'],
  ['not_found', 'do not exist'],
  ['skipped', 'skipped'],
] as const;

function pagesByDay(period: Period, runs: Runs): string {
  const days = bins(runs, period).map(({ label, runs: ofDay }) => ({ label, pages: summarise(ofDay).pages }));
  const series = outcomes
    .map(([outcome, name]) => ({ name, values: days.map(({ pages }) => pages[outcome]) }))
    .filter(({ values }) => values.some((value) => value > 0));
  return stackedBars({
    title: 'Pages',
    description: 'By the day on which the run began (UTC), and by what became of them',
    labels: days.map(({ label }) => label),
    series,
    format: (value) => count(Math.round(value * 100) / 100),
  });
}

/** One row for each run and dimension. */
function qualityTable(runs: Runs): Csv {
  const rows = runs.flatMap(({ id: run, startedAt, project, totals }) =>
    [...summarise([{ totals }]).scores].map(([dimension, { records, mean }]) => ({
      run,
      started: new Date(startedAt).toISOString(),
      project,
      dimension,
      records,
      mean,
    })),
  );
  return { columns: ['run', 'started', 'project', 'dimension', 'records', 'mean'], rows };
}
