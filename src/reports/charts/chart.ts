/** What every chart says besides its data. */
type Described = {
  readonly title: string;
  /** What is shown, for those who do not see it, and for those who do below the title. */
  readonly description: string;
  /** How a value of the vertical axis is written. */
  readonly format: (value: number) => string;
};

/** Amounts that stand on each other, one bar for each label. */
export type StackedBars = Described & {
  readonly labels: readonly string[];
  /** In the order in which they are stacked; a value for each label, none of them negative. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
};

/** Values one after the other; a line has a gap where there is none. */
export type Lines = Described & {
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[];
  /** The highest value that there may be; what the data comes to when left out. */
  readonly highest?: number;
};

/** More cannot be told apart by colour. */
export const mostSeries = 7;
