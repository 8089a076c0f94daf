import { heading, type Section, section, table, text } from './blocks.ts';
import { changeText, costFigures, type Figure, nothing, qualityFigures, runFigures } from './figures.ts';
import type { MeasuredRun } from './measured-run.ts';
import { dayOf, type Period } from './period.ts';
import { summarise } from './summary.ts';

export const reportKinds = ['cost', 'quality', 'all'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What a report of the kind is about. */
export const figuresOf = (kind: ReportKind): readonly Figure[] => [
  ...runFigures,
  ...(kind === 'quality' ? [] : costFigures),
  ...(kind === 'cost' ? [] : qualityFigures),
];

/** What the period comes to, on an average run, and beside the one before it. */
export function totalsSection(
  kind: ReportKind,
  period: Period,
  runs: readonly MeasuredRun[],
  before: readonly MeasuredRun[],
): Section {
  const [now, then] = [summarise(runs), summarise(before)];
  const days = period.days === 1 ? 'day' : `${period.days} days`;
  const rows = [runCount, ...figuresOf(kind)].map((figure) => {
    const value = figure.value(now);
    const average = value === undefined ? undefined : figure.average?.(value / runs.length);
    const compared = before.length === 0 ? [nothing, nothing] : [figure.text(then), changeText(figure, then, now)];
    return [figure.name, figure.text(now), average ?? '', ...compared];
  });
  return section([
    heading('In all'),
    text(
      `Runs that began from ${dayOf(period.from)} to ${dayOf(period.to - 1)} (UTC), and in the ${days} before. ` +
        'A run belongs to the day on which it began.',
    ),
    ...table(['', 'these days', 'an average run', 'the days before', 'change'], rows),
  ]);
}

const runCount: Figure = {
  name: 'runs',
  value: ({ runs }) => runs,
  text: ({ runs }) => String(runs),
  kind: 'amount',
};
