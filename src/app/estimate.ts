import { mostOf, amountOf, type Price } from '#llm/prices/price.ts';
import type { ItemWork, Workload } from '#core/run-costs.ts';

/** An amount that is not known yet: what is expected, and between what it should come out four times out of five. */
export type Range = { readonly expected: number; readonly low: number; readonly high: number };

export type Estimate = {
  readonly pages: number;
  /** There are more, which were not counted. */
  readonly more: boolean;
  readonly calls: Range;
  /** Sent and answered. */
  readonly tokens: Range;
  /** Nano-dollars; undefined when the price is not known. */
  readonly cost: Range | undefined;
  /** Milliseconds; undefined when nothing is known of how long a page takes. */
  readonly time: Range | undefined;
  /** How many runs it is judged from. None: from pages as they usually are. */
  readonly runs: number;
};

export type Prospect = {
  readonly pages: number;
  readonly more: boolean;
  readonly concurrency: number;
  readonly price: Price | undefined;
  /** Earlier runs with the same model, the latest first. */
  readonly past: readonly Workload[];
  /** The longest question and answer, in tokens. */
  readonly longest: { readonly input: number; readonly output: number };
};

/** What a run over so many pages will take. */
export function estimateOf(prospect: Prospect): Estimate {
  const { pages, more, concurrency, price, past } = prospect;
  if (past.length === 0) return guess(prospect);
  const samples = past.map(({ items }) => items);
  const sum = (of: (item: ItemWork) => number) =>
    total(
      samples.map((items) => items.map(of)),
      pages,
    );
  const duration = sum((item) => item.duration);
  return {
    pages,
    more,
    calls: sum((item) => item.calls),
    tokens: sum((item) => item.input + item.output),
    cost: price === undefined ? undefined : sum((item) => costOfItem(item, price)),
    time: scaled(duration, 1 / Math.min(concurrency, Math.max(1, pages))),
    runs: past.length,
  };
}

/** At today's price; the calls of an item are taken for equally long. */
function costOfItem({ calls, input, cachedInput, output }: ItemWork, price: Price): number {
  if (calls === 0) return 0;
  const each = (tokens: number) => Math.round(tokens / calls);
  const usage = { input: each(input), cachedInput: each(cachedInput), output: each(output), reasoning: 0 };
  return calls * amountOf({ ...usage, source: 'estimated' }, price);
}

/** Of the standard normal distribution: four fifths lie within so many standard deviations of the mean. */
const fourFifths = 1.2816;

/** The share of the mean by which runs are taken to differ when there is only one to judge by. */
const usualSpread = 0.25;

/**
 * The sum over so many further items, with an 80 % prediction interval. Items differ among themselves (variance s²)
 * and runs as a whole differ (variance t²): a sum over n items then has the variance n s² + n² t². A variance
 * components model, estimated by moments (Searle, Casella, McCulloch, "Variance Components", 1992, section 3.6).
 *
 * @param samples what each item took, by run; no run without items.
 */
export function total(samples: readonly (readonly number[])[], count: number): Range {
  const all = samples.flat();
  const mean = average(all);
  const within = average(samples.flatMap((items) => items.map((value) => (value - average(items)) ** 2)));
  const noise = average(samples.map((items) => within / items.length));
  const means = samples.map((items) => average(items));
  const between =
    samples.length === 1
      ? (usualSpread * mean) ** 2
      : Math.max(0, means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (samples.length - 1) - noise);
  const deviation = fourFifths * Math.sqrt(count * within + count ** 2 * between);
  const expected = count * mean;
  return { expected, low: Math.max(0, expected - deviation), high: expected + deviation };
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const scaled = ({ expected, low, high }: Range, factor: number): Range => ({
  expected: expected * factor,
  low: low * factor,
  high: high * factor,
});

/**
 * Tokens of a question and its answer where nothing is known yet: a page reduced to its data and text has about
 * 4,100 (median of 140 product pages), the instructions and the schema about 1,400, an answer about 500.
 */
const usual = { input: 5_500, output: 500 };

/** From no page asking the model to every page asking the longest question there is. */
function guess({ pages, more, price, longest }: Prospect): Estimate {
  const input = Math.min(usual.input, longest.input);
  const output = Math.min(usual.output, longest.output);
  const each = { input, cachedInput: 0, output, reasoning: 0, source: 'estimated' } as const;
  const range = (expected: number, high: number): Range => ({ expected: pages * expected, low: 0, high: pages * high });
  return {
    pages,
    more,
    calls: range(1, 1),
    tokens: range(input + output, longest.input + longest.output),
    cost: price === undefined ? undefined : range(amountOf(each, price), mostOf(longest.input, longest.output, price)),
    time: undefined,
    runs: 0,
  };
}
