import type { Section } from './blocks.ts';
import { comparisonSection, type SettingDifference } from './comparison-section.ts';
import { costSection } from './cost-section.ts';
import { renderMarkdown } from './markdown.ts';
import type { MeasuredRun } from './measured-run.ts';
import { periodBefore, type Period, runsIn } from './period.ts';
import { qualitySection } from './quality-section.ts';
import { runsSection } from './runs-section.ts';
import { type ReportKind, totalsSection } from './totals-section.ts';

export type Comparison = {
  readonly runs: readonly [MeasuredRun, MeasuredRun];
  readonly differences: readonly SettingDifference[];
};

export type ReportRequest = {
  readonly kind: ReportKind;
  readonly period: Period;
  /** Those of the period and of the one before, in the order in which they began. */
  readonly runs: readonly MeasuredRun[];
  readonly comparison: Comparison | undefined;
};

/** What there is to write: Markdown, the pictures in it, and tables with the same numbers. */
export type Report = { readonly markdown: string } & Pick<Section, 'pictures' | 'tables'>;

const titles = { cost: 'Cost', quality: 'Quality', all: 'Cost and quality' } as const;

/** Puts the sections together that there is something to say in. */
export function makeReport({ kind, period, runs, comparison }: ReportRequest): Report {
  const now = runsIn(runs, period);
  const sections = [
    ...(now.length === 0 ? [] : sectionsOf(kind, period, now, runsIn(runs, periodBefore(period)))),
    ...(comparison === undefined ? [] : [comparisonSection(kind, comparison.runs, comparison.differences)]),
  ];
  return {
    markdown: renderMarkdown(
      titles[kind],
      sections.flatMap(({ blocks }) => blocks),
    ),
    pictures: new Map(sections.flatMap(({ pictures }) => [...pictures])),
    tables: new Map(sections.flatMap(({ tables }) => [...tables])),
  };
}

function sectionsOf(
  kind: ReportKind,
  period: Period,
  runs: readonly MeasuredRun[],
  before: readonly MeasuredRun[],
): readonly Section[] {
  return [
    totalsSection(kind, period, runs, before),
    ...(kind === 'quality' ? [] : [costSection(period, runs)]),
    ...(kind === 'cost' ? [] : [qualitySection(period, runs)]),
    runsSection(runs),
  ];
}
