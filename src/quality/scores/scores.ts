/** What a record is scored by, each from 0 to 1, and how much of the whole score each is (docs/quality.md). */
export const scoreWeights = { accuracy: 0.4, completeness: 0.3, clarity: 0.2, coherence: 0.1 } as const;

export type Dimension = keyof typeof scoreWeights;
export const dimensions = Object.keys(scoreWeights) as readonly Dimension[];

/** A dimension that nothing in the record says anything about is left out. */
export type Scores = { readonly [dimension in Dimension]?: number };

/** The weighted mean of the dimensions that there are; 0 when there are none. */
export function overallScore(scores: Scores): number {
  const known = dimensions.flatMap((dimension) => {
    const value = scores[dimension];
    return value === undefined ? [] : [{ value, weight: scoreWeights[dimension] }];
  });
  return weightedMean(known) ?? 0;
}

/** Undefined when there is nothing to take the mean of. */
export function weightedMean(
  values: readonly { readonly value: number; readonly weight: number }[],
): number | undefined {
  const weights = values.reduce((sum, { weight }) => sum + weight, 0);
  // Divided at the end, so that a mean of ones is one.
  return weights === 0 ? undefined : values.reduce((sum, { value, weight }) => sum + value * weight, 0) / weights;
}

/** A question about a record: what is wrong if the answer is no; undefined when all is well. */
export type Check = { readonly field: string; readonly problem: string | undefined };

/** The share of the checks that pass; undefined when there are none. */
export function passed(checks: readonly Check[]): number | undefined {
  return weightedMean(checks.map(({ problem }) => ({ value: problem === undefined ? 1 : 0, weight: 1 })));
}
