import { formatDollars } from '#core/money.ts';
import { stackedBars } from '../charts/stacked-bars.ts';
import { mostSeries, type StackedBars } from '../charts/chart.ts';
import { lineChart } from '../charts/lines.ts';
import { amountOf, amountsBy, labels, metrics } from './amounts.ts';
import { type Block, type Csv, heading, picture, type Section, section, text, titledTable } from './blocks.ts';
import { count, nothing, share } from './figures.ts';
import type { MeasuredRun } from './measured-run.ts';
import { bins, type Period, shortName } from './period.ts';
import { spentBy, spentPer, spentPerText, spentText } from './spent.ts';
import { summarise } from './summary.ts';

type Runs = readonly MeasuredRun[];

/** What was spent, on what, in which stage, and for whom. */
export function costSection(period: Period, runs: Runs): Section {
  const pictures = new Map([['cost-by-day.svg', stackedBars(costByDay(period, runs))]]);
  const perRecord = costOfRecords(runs);
  if (perRecord !== undefined) pictures.set('cost-of-a-valid-record.svg', perRecord);
  return section(
    [
      heading('Cost'),
      ...unpricedWarning(runs),
      picture('cost-by-day.svg', 'What was spent day by day, by model'),
      ...titledTable('By model', ['model', 'calls', 'tokens sent', 'tokens answered', 'cost', 'share'], byModel(runs)),
      ...titledTable('By stage', ['stage', 'times', 'seconds on average', 'cost', 'share'], byStage(runs)),
      ...titledTable('By project', ['project', 'runs', 'records', 'cost', 'of a valid record'], byProject(runs)),
      ...(perRecord === undefined
        ? []
        : [picture('cost-of-a-valid-record.svg', 'What a valid record cost, run by run')]),
    ],
    { pictures, tables: new Map([['cost.csv', costTable(runs)]]) },
  );
}

function unpricedWarning(runs: Runs): readonly Block[] {
  const { unpriced } = spentBy(runs);
  if (unpriced === 0) return [];
  return [
    text(
      `The price of ${count(unpriced)} answers is not known, so the real cost is higher than the sums say. ` +
        'Say in prices.models what the model costs, and npm run reprice counts them again.',
    ),
  ];
}

/** Those who were paid, or answered at a price that nobody knows. */
const payees = (runs: Runs) => [
  ...new Set(
    [metrics.cost, metrics.unpriced, metrics.calls].flatMap((metric) => [
      ...amountsBy(runs, metric, labels.model).keys(),
    ]),
  ),
];

function byModel(runs: Runs): readonly (readonly string[])[] {
  const all = spentBy(runs).nano;
  return payees(runs).map((model) => {
    const tokens = (metric: typeof metrics.inputTokens | typeof metrics.outputTokens) =>
      count(amountOf(runs, metric, { [labels.model]: model }).sum);
    const spent = spentBy(runs, model);
    const calls = amountOf(runs, metrics.calls, { [labels.model]: model }).sum;
    return [
      model,
      count(calls),
      tokens(metrics.inputTokens),
      tokens(metrics.outputTokens),
      spentText(spent),
      shareOf(spent.nano, all),
    ];
  });
}

function byStage(runs: Runs): readonly (readonly string[])[] {
  const all = spentBy(runs).nano;
  return [...amountsBy(runs, metrics.stageDuration, labels.stage)].map(([stage, { count: times, sum }]) => {
    const { sum: nano } = amountOf(runs, metrics.cost, { [labels.stage]: stage });
    return [
      stage,
      count(times),
      (sum / times).toFixed(3),
      nano === 0 ? nothing : formatDollars(nano),
      shareOf(nano, all),
    ];
  });
}

function byProject(runs: Runs): readonly (readonly string[])[] {
  return [...Map.groupBy(runs, ({ project }) => project)].map(([project, ofProject]) => {
    const { records, valid, spent } = summarise(ofProject);
    const name = project === '' ? '(none)' : project;
    return [name, count(ofProject.length), count(records), spentText(spent), spentPerText(spent, valid)];
  });
}

const shareOf = (nano: number, all: number) => (all === 0 || nano === 0 ? nothing : share(nano / all));

function costByDay(period: Period, runs: Runs): StackedBars {
  const days = bins(runs, period);
  const paid = [...amountsBy(runs, metrics.cost, labels.model).keys()];
  const named = paid.length > mostSeries ? paid.slice(0, mostSeries - 1) : paid;
  const values = (models: readonly string[]) =>
    days.map((one) => models.reduce((sum, model) => sum + spentBy(one.runs, model).nano, 0));
  const rest = paid.slice(named.length);
  return {
    title: 'Cost',
    description: `US dollars by the day on which the run began (UTC), and by model${unpricedNote(runs)}`,
    labels: days.map(({ label }) => label),
    series: [
      ...named.map((model) => ({ name: model, values: values([model]) })),
      ...(rest.length === 0 ? [] : [{ name: 'others', values: values(rest) }]),
    ],
    format: dollars,
  };
}

function unpricedNote(runs: Runs): string {
  const { unpriced } = spentBy(runs);
  return unpriced === 0 ? '' : `; ${count(unpriced)} calls of unknown price are not in it`;
}

/** Along an axis, where all have about the same size: no more digits than it takes to tell them apart. */
const dollars = (nano: number) =>
  `$${(nano / 1e9).toLocaleString('en-US', { maximumSignificantDigits: 4, maximumFractionDigits: 9 })}`;

/** Undefined when there are too few runs for a line. */
function costOfRecords(runs: Runs): string | undefined {
  const costs = runs.map((run) => {
    const { spent, valid } = summarise([run]);
    return spentPer(spent, valid);
  });
  if (costs.filter((cost) => cost !== undefined).length < 2) return undefined;
  return lineChart({
    title: 'Cost of a valid record',
    description: 'US dollars, run by run; a gap where it is not known or there is none',
    labels: runs.map(({ id }) => shortName(id)),
    series: [{ name: 'cost of a valid record', values: costs }],
    format: dollars,
  });
}

/** One row for each run, model, stage and way in which the cost is known. */
function costTable(runs: Runs): Csv {
  const columns = ['run', 'started', 'project', 'model', 'stage', 'source', 'usd', 'calls of unknown price'];
  const rows = runs.flatMap((run) => {
    const common = { run: run.id, started: new Date(run.startedAt).toISOString(), project: run.project };
    return run.totals.flatMap(({ metric, labels: of, sum }): Csv['rows'] => {
      const model = of[labels.model] ?? '';
      if (metric === metrics.cost) {
        return [{ ...common, model, stage: of[labels.stage] ?? '', source: of[labels.source] ?? '', usd: sum / 1e9 }];
      }
      if (metric === metrics.unpriced) return [{ ...common, model, source: 'unpriced', 'calls of unknown price': sum }];
      return [];
    });
  });
  return { columns, rows };
}
