import { medianOf } from '#app/durations.ts';
import { addSpending, nothingSpent } from '#app/spending.ts';
import type { Tally } from '#app/tally.ts';
import { formatDuration } from '#core/duration.ts';
import { formatDollars as dollars } from '#core/money.ts';
import { type Column, type Line, table } from './layout.ts';
import { costParts, count, percentages } from './numbers.ts';
import { printable } from './text.ts';

const share = (percent: number) => `${percent} %`;

/** The slowest stage first. Times are added up over pages, which are under way at once: more than the clock shows. */
export function stageTable({ stages, spending }: Tally, width: number): readonly Line[] {
  const sorted = [...stages].toSorted(([, left], [, right]) => right.durations.sum - left.durations.sum);
  if (sorted.length === 0) return [];
  const column = (head: string, rank: number, cells: readonly string[]): Column => ({
    head,
    rank,
    side: 'right',
    cells,
  });
  const costs = sorted.map(([, stage]) => stage.spending.reported + stage.spending.estimated);
  const durations = sorted.map(([, stage]) => stage.durations);
  const times = percentages(durations.map(({ sum }) => sum)).map(share);
  const cost = (index: number) => {
    const spent = sorted[index]?.[1].spending;
    if (spent === undefined || spent.calls === 0) return '$0';
    const known = spent.reported + spent.estimated;
    if (known === 0) return costParts(spent)[0] ?? '';
    return spent.unpriced > 0 ? `over ${dollars(known)}` : dollars(known);
  };
  const priced = costs.some((amount) => amount > 0);
  return [
    { text: '' },
    ...table(
      [
        { head: 'stage', rank: 0, side: 'left', cells: sorted.map(([name]) => name) },
        column(
          'runs',
          6,
          durations.map((all) => count(all.count)),
        ),
        column(
          'median',
          4,
          durations.map((all) => formatDuration(medianOf(all))),
        ),
        column(
          'in all',
          1,
          durations.map((all) => formatDuration(all.sum)),
        ),
        column('of the time', 2, times),
        ...(spending.calls === 0
          ? []
          : [
              column(
                'cost',
                3,
                costs.map((_, index) => cost(index)),
              ),
            ]),
        ...(priced ? [column('of the cost', 5, percentages(costs).map(share))] : []),
      ],
      width,
    ),
  ];
}

/** Cost by model, and by how it is known. Calls of an unknown price are counted, never taken for free. */
export function modelTable({ models }: Tally, width: number): readonly Line[] {
  if (models.size === 0) return [];
  const rows = [...models].map(([name, spending]) => ({
    name: name === '' ? '(no answer)' : printable(name),
    spending,
  }));
  const whole = rows.reduce((sum, { spending }) => addSpending(sum, spending), nothingSpent);
  const all = rows.length > 1 ? [...rows, { name: 'all', spending: whole }] : rows;
  const column = (head: string, rank: number, cell: (row: (typeof all)[number]) => string): Column => ({
    head,
    rank,
    side: 'right',
    cells: all.map(cell),
  });
  const calls = (number: number) => (number === 0 ? '–' : `${count(number)} ${number === 1 ? 'call' : 'calls'}`);
  const amount = (nano: number) => (nano === 0 ? '–' : dollars(nano));
  return [
    { text: '' },
    ...table(
      [
        { head: 'model', rank: 0, side: 'left', cells: all.map(({ name }) => name) },
        column('calls', 4, ({ spending }) => count(spending.calls)),
        column('tokens in', 5, ({ spending }) => count(spending.inputTokens)),
        column('tokens out', 6, ({ spending }) => count(spending.outputTokens)),
        column('reported', 1, ({ spending }) => amount(spending.reported)),
        column('estimated', 2, ({ spending }) => amount(spending.estimated)),
        column('unpriced', 3, ({ spending }) => calls(spending.unpriced)),
      ],
      width,
    ),
  ];
}
