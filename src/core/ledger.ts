import type { Measure } from './measurement.ts';

/** The latest of what a total counts, by its trace. */
export type Exemplar = {
  /** 32 hexadecimal digits. */
  readonly trace: string;
  /** What it added. */
  readonly value: number;
  /** When it ended: milliseconds since the Unix epoch. */
  readonly at: number;
};

/** What is told apart in a metric; a histogram's buckets are one. `labels` is written as in `Measurement`. */
export type Series = { readonly pipeline: string; readonly metric: string; readonly labels: string };

/** What the facts of all runs come to, for one series and bucket. */
export type Total = Series & {
  /** As in `Measurement`: what fell into this bucket, and not what fell into those below. */
  readonly bucket: number | undefined;
  /** How many measurements. */
  readonly count: number;
  /** All of their values together, in whole numbers or seconds. */
  readonly sum: number;
  readonly exemplar: Exemplar;
};

/** What the facts of one run come to: a total of that run alone. */
export type RunTotal = Pick<Total, 'metric' | 'labels' | 'bucket' | 'count' | 'sum'>;

/** How often a series has been shown to whoever collects it. */
export type Shown = Series & { readonly times: number };

/**
 * Totals that are committed with the facts that they count, so that they never differ from them, and outlive every
 * process. Each fact adds to them once, however often it is told.
 */
export interface Ledger {
  /** In an order that is always the same. */
  totals(): Promise<readonly Total[]>;
  /** What one run has added to them, or would have: all its facts, by the same measure. */
  runTotals(run: string, measure: Measure): Promise<readonly RunTotal[]>;
  /** Series that have never been shown are not in it. */
  shown(): Promise<readonly Shown[]>;
  /** Counts that each of them has been shown once more. */
  countShown(series: readonly Series[]): Promise<void>;
}
