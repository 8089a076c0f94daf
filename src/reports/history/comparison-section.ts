import { formatDuration } from '#core/duration.ts';
import { amountsBy, labels, metrics } from './amounts.ts';
import { type Csv, heading, type Section, section, table, text, titledTable } from './blocks.ts';
import { changeText, count, nothing } from './figures.ts';
import type { MeasuredRun } from './measured-run.ts';
import { momentOf } from './period.ts';
import { summarise } from './summary.ts';
import { figuresOf, type ReportKind } from './totals-section.ts';

/** What two runs were started with, where it differs. */
export type SettingDifference = { readonly name: string; readonly values: readonly [string, string] };

type Pair = readonly [MeasuredRun, MeasuredRun];

/** One run beside another: what they were started with, and what came of it. */
export function comparisonSection(kind: ReportKind, pair: Pair, differences: readonly SettingDifference[]): Section {
  const [first, second] = pair;
  const names = [first.id, second.id];
  return section(
    [
      heading('Two runs compared'),
      text(`From ${first.id} (${momentOf(first.startedAt)} UTC) to ${second.id} (${momentOf(second.startedAt)} UTC).`),
      ...titledTable(
        'What they were started with, where it differs',
        ['setting', ...names],
        differences.map(({ name, values }) => [name, ...values]),
      ),
      heading('What came of it', 3),
      ...table(['', ...names, 'change'], figureRows(kind, pair)),
      ...titledTable('Pages without a record', ['category', ...names], categoryRows(pair)),
    ],
    { tables: new Map([['comparison.csv', comparisonTable(kind, pair)]]) },
  );
}

function figureRows(kind: ReportKind, [first, second]: Pair): readonly (readonly string[])[] {
  const [from, to] = [summarise([first]), summarise([second])];
  return [
    ['time', timeOf(first), timeOf(second), ''],
    ...figuresOf(kind).map((figure) => [figure.name, figure.text(from), figure.text(to), changeText(figure, from, to)]),
  ];
}

const timeOf = ({ startedAt, finishedAt }: MeasuredRun) =>
  finishedAt === undefined ? nothing : formatDuration(finishedAt - startedAt);

function categoryRows([first, second]: Pair): readonly (readonly string[])[] {
  const [from, to] = [first, second].map((run) => amountsBy([run], metrics.failures, labels.category));
  const categories = new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])]);
  return [...categories].map((name) => [name, count(from?.get(name)?.sum ?? 0), count(to?.get(name)?.sum ?? 0)]);
}

/** A cell is empty where the number is not known, and not 0. */
function comparisonTable(kind: ReportKind, [first, second]: Pair): Csv {
  const [from, to] = [summarise([first]), summarise([second])];
  const rows = figuresOf(kind).map((figure) => ({
    figure: figure.name,
    [first.id]: figure.value(from),
    [second.id]: figure.value(to),
  }));
  return { columns: ['figure', first.id, second.id], rows };
}
