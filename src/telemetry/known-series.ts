import type { Label, Metric } from '#catalogue/metric.ts';

/** The most series that a metric of several labels begins with: most combinations of many never happen. */
const mostCombinations = 100;

/**
 * The sets of labels that a metric is known to have before anything has happened, written as in `Measurement`: a
 * series that is there from the beginning, at zero, does not lose its first value to `increase()`. None where a
 * label's values are not known beforehand.
 */
export function knownSeries(metric: Metric): readonly string[] {
  const labels = Object.entries(metric.labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const known = labels.map(([name, label]) => pairs(name, label));
  const count = known.reduce((product, { length }) => product * length, 1);
  if (labels.length > 1 && count > mostCombinations) return [];
  const combinations = known.reduce<readonly (readonly Pair[])[]>(
    (before, next) => before.flatMap((pairsBefore) => next.map((pair) => [...pairsBefore, pair])),
    [[]],
  );
  return combinations.map((combination) => JSON.stringify(Object.fromEntries(combination)));
}

type Pair = readonly [name: string, value: string];

const pairs = (name: string, { values }: Label): readonly Pair[] =>
  values === 'configured' ? [] : values.map((value) => [name, value]);
