import { labels, metrics } from '#reports/history/amounts.ts';
import type { Ending, MeasuredRun, MeasuredTotal } from '#reports/history/measured-run.ts';

const day = 24 * 60 * 60 * 1_000;

/** The last day of the sample; what is written about it is written on this day. */
export const today = Date.UTC(2026, 10, 27, 15);

export type Given = {
  /** How many days before today, at which hour. */
  readonly ago?: number;
  readonly hour?: number;
  readonly project?: string;
  /** Dollars by model; undefined for a model of unknown price. */
  readonly paid?: Readonly<Record<string, number | undefined>>;
  readonly pages?: Readonly<Record<string, number>>;
  readonly failures?: Readonly<Record<string, number>>;
  readonly valid?: number;
  readonly scores?: Readonly<Record<string, number>>;
  readonly ending?: Ending;
};

const total = (metric: string, of: Readonly<Record<string, string>>, sum: number, count = sum): MeasuredTotal => ({
  metric,
  labels: of,
  bucket: undefined,
  count,
  sum,
});

/** A run whose totals are as its facts would have made them. */
export function sampleRun(given: Given = {}): MeasuredRun {
  const { ago = 0, hour = 6, project = '', paid = {}, pages = { succeeded: 10 }, failures = {} } = given;
  const records = pages['succeeded'] ?? 0;
  const { valid = records, scores = {}, ending = { kind: 'passed' } } = given;
  const startedAt = Math.floor(today / day) * day - ago * day + hour * 3_600_000;
  const date = new Date(startedAt).toISOString().replaceAll(/[-:]/gu, '');
  return {
    id: `${date.slice(0, 8)}-${date.slice(9, 15)}-${(ago * 977 + hour).toString(16).padStart(4, '0')}`,
    project,
    startedAt,
    finishedAt: startedAt + 95_000,
    counts: {
      rows: Object.values(pages).reduce((sum, count) => sum + count, 0),
      succeeded: records,
      failed: pages['failed'] ?? 0,
      not_found: pages['not_found'] ?? 0,
      skipped: 0,
      invalid: 0,
      duplicate: 0,
      remaining: 0,
    },
    ending,
    totals: [
      ...Object.entries(pages).map(([outcome, count]) => total(metrics.items, { [labels.outcome]: outcome }, count)),
      ...Object.entries(failures).map(([category, count]) =>
        total(metrics.failures, { [labels.category]: category }, count),
      ),
      total(metrics.records, { [labels.verdict]: 'valid' }, valid),
      total(metrics.records, { [labels.verdict]: 'incomplete' }, records - valid),
      ...Object.entries(paid).flatMap(([model, dollars]) => paidFor(model, dollars, project)),
      ...Object.entries(scores).map(([dimension, mean]) =>
        total(metrics.score, { [labels.dimension]: dimension }, mean * records, records),
      ),
      total(metrics.values, { [labels.source]: 'page', [labels.result]: 'grounded' }, 9 * records),
      total(metrics.values, { [labels.source]: 'model', [labels.result]: 'ungrounded' }, records),
      total(metrics.stageDuration, { [labels.stage]: 'scraping' }, records * 0.42, records),
      total(metrics.stageDuration, { [labels.stage]: 'llm_extraction' }, records * 1.3, records),
    ],
  };
}

function paidFor(model: string, dollars: number | undefined, project: string): readonly MeasuredTotal[] {
  const of = { [labels.model]: model };
  const calls = [
    total(metrics.calls, { ...of, outcome: 'ok' }, 12),
    total(metrics.inputTokens, of, 48_000, 12),
    total(metrics.cachedTokens, of, 9_600, 12),
    total(metrics.outputTokens, of, 5_000, 12),
  ];
  if (dollars === undefined) return [...calls, total(metrics.unpriced, of, 12)];
  const how = { ...of, [labels.stage]: 'llm_extraction', project, [labels.source]: 'reported' };
  return [...calls, total(metrics.cost, how, Math.round(dollars * 1e9), 12)];
}

/** Two months of two projects: prices that fall, a bad week, a model that nobody knows the price of. */
export function sampleHistory(): readonly MeasuredRun[] {
  return Array.from({ length: 58 }, (_, index) => 57 - index)
    .filter((ago) => ago % 7 !== 2 && ago % 7 !== 3)
    .map((ago) => {
      const wave = Math.sin(ago * 1.7);
      const isBad = ago > 8 && ago < 14;
      const succeeded = Math.round((isBad ? 62 : 88) + 6 * wave);
      const failed = isBad ? 21 : 4 + Math.round(2 * (1 + wave));
      return sampleRun({
        ago,
        project: ago % 3 === 0 ? 'suite | west' : 'lobby',
        paid: {
          'gpt-4o-mini': 0.31 + 0.05 * wave,
          ...(ago < 20 ? { 'claude-haiku': 0.12 + 0.03 * wave } : {}),
          ...(ago === 5 ? { own_model: undefined } : {}),
        },
        pages: { succeeded, failed, not_found: 2 },
        failures: { bot_detected: failed - 2, timeout: 2, not_found: 2 },
        valid: Math.round(succeeded * (isBad ? 0.8 : 0.95)),
        scores: {
          overall: (isBad ? 0.74 : 0.9) + 0.02 * wave,
          accuracy: (isBad ? 0.7 : 0.86) + 0.03 * wave,
          completeness: 0.93 + 0.01 * wave,
          clarity: 0.99,
          coherence: 0.97,
        },
        ending: isBad
          ? { kind: 'failed', reasons: [`${failed} pages failed, more than the share of 0.1 that may`] }
          : { kind: 'passed' },
      });
    });
}
