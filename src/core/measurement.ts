import type { Fact } from './fact.ts';

/** What is added to: whoever measures gives the same object for the same series nearly always, so that it can be a key. */
export type MeasuredSeries = {
  /** The metric's name in the catalogue. */
  readonly metric: string;
  /** Its labels without the pipeline's, as a JSON object with its names in their order: equal sets are equal texts. */
  readonly labels: string;
};

/** What a fact adds to a total. */
export type Measurement = {
  readonly series: MeasuredSeries;
  /** What is added, in the whole numbers or seconds that the metric is kept in. */
  readonly value: number;
  /** The upper bound of the histogram's bucket that it falls into (`Infinity` for the last); of a counter undefined. */
  readonly bucket: number | undefined;
};

/** What of a run the totals are told apart by. */
export type RunLabels = { readonly pipeline: string; readonly project: string };

/** Everything that a fact adds, by the catalogue. Pure: the same fact always adds the same. */
export type Measure = (fact: Fact, run: RunLabels) => readonly Measurement[];
