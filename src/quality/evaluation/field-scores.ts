/** A share with the interval in which the true one lies, at 95 %: the fewer the pages, the wider. */
export type Share = { readonly value: number; readonly low: number; readonly high: number };

/**
 * How well a field was found: a page counts as right when its value is accepted, as wrong when it is another, and as
 * missed when there should have been one; a wrong value on a page that has one counts as both.
 */
export type FieldScore = {
  readonly field: string;
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
  /** Pages that have a value. */
  readonly support: number;
  readonly precision: Share;
  readonly recall: Share;
  /** The harmonic mean of both. */
  readonly f1: number;
};

/** What was found on a page, and what is right there. */
export type Answer = {
  readonly found: boolean;
  readonly expected: boolean;
  /** Only when something was found that is accepted. */
  readonly isRight: boolean;
};

export function fieldScore(field: string, answers: readonly Answer[]): FieldScore {
  const count = (fits: (answer: Answer) => boolean) => answers.filter(fits).length;
  const right = count(({ isRight }) => isRight);
  const wrong = count(({ found, isRight }) => found && !isRight);
  const missed = count(({ expected, isRight }) => expected && !isRight);
  const precision = share(right, right + wrong);
  const recall = share(right, right + missed);
  const sum = precision.value + recall.value;
  const f1 = sum === 0 ? 0 : (2 * precision.value * recall.value) / sum;
  return { field, right, wrong, missed, support: count(({ expected }) => expected), precision, recall, f1 };
}

/** The quantile of the normal distribution that leaves 2.5 % on either side. */
const z = 1.959_963_984_540_054;

/**
 * The share with its score interval (Wilson, Probable Inference, the Law of Succession, and Statistical Inference,
 * Journal of the American Statistical Association 22, 1927); 1 out of nothing, as nothing was got wrong.
 */
export function share(hits: number, of: number): Share {
  if (of === 0) return { value: 1, low: 0, high: 1 };
  const value = hits / of;
  const denominator = 1 + z ** 2 / of;
  const centre = (value + z ** 2 / (2 * of)) / denominator;
  const margin = (z / denominator) * Math.sqrt((value * (1 - value)) / of + z ** 2 / (4 * of ** 2));
  return {
    value,
    low: Math.max(0, Math.min(value, centre - margin)),
    high: Math.min(1, Math.max(value, centre + margin)),
  };
}
