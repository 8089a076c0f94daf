import { describe, expect, test } from 'vitest';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { amountsBy, labels, metrics } from '#reports/history/amounts.ts';
import { changeText, costFigures, qualityFigures } from '#reports/history/figures.ts';
import type { MeasuredRun } from '#reports/history/measured-run.ts';
import { bins, day, periodOf } from '#reports/history/period.ts';
import { makeReport } from '#reports/history/report.ts';
import { summarise } from '#reports/history/summary.ts';
import type { ReportKind } from '#reports/history/totals-section.ts';
import { expectGolden } from '../../golden/golden.ts';
import { sampleHistory, sampleRun, today } from './sample-runs.ts';

const reportOf = (runs: readonly MeasuredRun[], kind: ReportKind = 'all', days = 30) =>
  makeReport({ kind, period: periodOf(today, days), runs, comparison: undefined });

describe('a report', () => {
  test('of two months reads as it is meant to', async () => {
    const runs = sampleHistory();
    const [first, second] = [runs.at(-10), runs.at(-1)];
    if (first === undefined || second === undefined) throw new Error('the sample is too short');
    const differences = [{ name: 'model.name', values: ['gpt-4o-mini', 'claude-haiku'] as const }];
    const comparison = { runs: [first, second] as const, differences };
    const report = makeReport({ kind: 'all', period: periodOf(today, 30), runs, comparison });
    await expectGolden('report.md', report.markdown);
    await expectGolden('cost-by-day.svg', report.pictures.get('cost-by-day.svg') ?? '');
    await expectGolden('scores-by-run.svg', report.pictures.get('scores-by-run.svg') ?? '');
    for (const file of report.pictures.keys()) expect(report.markdown).toContain(`(${file})`);
    expect([...report.tables.keys()].toSorted()).toEqual(['comparison.csv', 'cost.csv', 'quality.csv', 'runs.csv']);
  });

  test('is about what was asked for', () => {
    const runs = [sampleRun({ paid: { model: 1 }, scores: { overall: 0.9 } })];
    const parts = (kind: ReportKind) =>
      [...reportOf(runs, kind).markdown.matchAll(/^##? (.*)$/gmu)].map(([, title]) => title);
    expect(parts('cost')).toEqual(['Cost', 'In all', 'Cost', 'Recent runs']);
    expect(parts('quality')).toEqual(['Quality', 'In all', 'Quality', 'Recent runs']);
    expect(parts('all')).toEqual(['Cost and quality', 'In all', 'Cost', 'Quality', 'Recent runs']);
  });

  test('names no metric and no label that the catalogue does not have', () => {
    const known = new Map(specbookCatalogue.metrics.map(({ name, labels: of }) => [name, Object.keys(of)]));
    expect(Object.values(metrics).filter((name) => !known.has(name))).toEqual([]);
    const all = new Set(Object.values(metrics).flatMap((name) => known.get(name) ?? []));
    expect(Object.values(labels).filter((name) => !all.has(name))).toEqual([]);
  });

  test('holds what somebody typed as text', () => {
    const { markdown } = reportOf([sampleRun({ project: 'a | b\n# <b>c</b> [d](e) _f_', paid: { 'm|1': 1 } })]);
    expect(markdown).toContain(String.raw`a \| b # \<b\>c\</b\> \[d\](e) \_f\_`);
    expect(markdown).toContain(String.raw`m\|1`);
  });
});

describe('what nobody knows the price of', () => {
  const unpriced = sampleRun({ paid: { mine: undefined } });
  const both = sampleRun({ ago: 1, paid: { mine: undefined, known: 1 } });

  test('is never shown as 0', () => {
    const { markdown, tables } = reportOf([unpriced], 'cost');
    expect(markdown).toMatch(/^\| cost +\| +not known \(12 calls of unknown price\)/mu);
    expect(markdown).toMatch(/^\| cost of a valid record +\| +not known /mu);
    expect(markdown).toMatch(/^\| mine .*\| +not known \(12 calls of unknown price\) +\|/mu);
    const row = tables.get('runs.csv')?.rows[0];
    expect(row?.['usd']).toBeUndefined();
    expect(row?.['calls of unknown price']).toBe(12);
  });

  test('makes the sum of the others the least that it was, and no comparison', () => {
    const { markdown } = reportOf([both], 'cost');
    expect(markdown).toMatch(/^\| cost +\| +\$1\.00 and 12 calls of unknown price/mu);
    expect(markdown).toMatch(/^\| cost of a record +\| +\$0\.1000 or more/mu);
    const [cost] = costFigures;
    if (cost === undefined) throw new Error('there is no cost');
    expect(changeText(cost, summarise([sampleRun({ paid: { known: 1 } })]), summarise([both]))).toBe('–');
    expect(changeText(cost, summarise([unpriced]), summarise([unpriced]))).toBe('–');
  });

  test('leaves a run that paid nobody at nothing', () => {
    expect(reportOf([sampleRun()], 'cost').markdown).toMatch(/^\| cost +\| +\$0 \|/mu);
  });
});

describe('numbers', () => {
  test('are sums over the runs, and means over their records', () => {
    const runs = [
      sampleRun({ pages: { succeeded: 10, failed: 2 }, scores: { overall: 0.5 }, paid: { a: 1, b: 3 } }),
      sampleRun({ pages: { succeeded: 30, not_found: 1 }, scores: { overall: 0.9 }, paid: { a: 1 }, valid: 15 }),
    ];
    const summary = summarise(runs);
    expect(summary).toMatchObject({ runs: 2, records: 40, valid: 25, calls: 36, inputTokens: 144_000 });
    expect(summary.pages).toEqual({ succeeded: 40, failed: 2, not_found: 1, skipped: 0 });
    expect(summary.spent).toEqual({ nano: 5e9, estimated: 0, unpriced: 0 });
    expect(summary.scores.get('overall')?.mean).toBeCloseTo(0.8, 10);
    expect([...amountsBy(runs, metrics.cost, labels.model)].map(([model, { sum }]) => [model, sum])).toEqual([
      ['b', 3e9],
      ['a', 2e9],
    ]);
  });

  test('are compared by how much they grew, and means by the difference', () => {
    const summary = (dollars: number, mean: number) =>
      summarise([sampleRun({ paid: { a: dollars }, scores: { overall: mean } })]);
    const [cost] = costFigures;
    const overall = qualityFigures.find(({ name }) => name === 'score: overall');
    if (cost === undefined || overall === undefined) throw new Error('a figure is missing');
    expect(changeText(cost, summary(1, 1), summary(1.5, 1))).toBe('+50.0 %');
    expect(changeText(cost, summary(0, 1), summary(1, 1))).toBe('new');
    expect(changeText(overall, summary(1, 0.9), summary(1, 0.869))).toBe('−0.031');
    expect(changeText(overall, summary(1, 0.9), summary(1, 0.9001))).toBe('=');
  });
});

describe('the days', () => {
  test('are whole ones of UTC, today the last', () => {
    expect(periodOf(today, 1)).toEqual({ days: 1, from: Date.UTC(2026, 10, 27), to: Date.UTC(2026, 10, 28) });
  });

  test('each have a bin, or several share one when there are many; no run is lost or counted twice', () => {
    for (const days of [1, 7, 62, 63, 365, 3_650]) {
      const runs = Array.from({ length: days }, (_, ago) => ({ startedAt: today - ago * day }));
      const found = bins(runs, periodOf(today, days));
      expect(found.length).toBeLessThanOrEqual(62);
      expect(found.flatMap((bin) => bin.runs)).toHaveLength(days);
    }
  });
});
