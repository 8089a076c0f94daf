import type { DataPanel, PanelUnit, Step, TextPanel } from './panel.ts';

type Given = Omit<DataPanel, 'kind' | 'width' | 'height'> & Partial<Pick<DataPanel, 'width' | 'height'>>;

/** One figure for the whole time that is looked at. */
export const stat = (given: Given): DataPanel => ({ width: 4, height: 4, ...given, kind: 'stat' });
export const lines = (given: Given): DataPanel => ({ width: 12, height: 8, ...given, kind: 'lines' });
/** Amounts that add up. */
export const bars = (given: Given): DataPanel => ({ width: 12, height: 8, ...given, kind: 'bars' });
/** Those of several series that are largest, first. */
export const ranking = (given: Given): DataPanel => ({ width: 12, height: 8, ...given, kind: 'ranking' });
export const table = (given: Given): DataPanel => ({ width: 24, height: 9, ...given, kind: 'table' });
export const text = (given: Omit<TextPanel, 'kind'>): TextPanel => ({ ...given, kind: 'text' });

/** Whole things that are counted: `increase()` reckons with fractions. */
export const counted = { unit: 'short', decimals: 0, min: 0 } as const;
/** A share of a whole, from 0 to 1. */
export const share = { unit: 'percentunit', min: 0, max: 1 } as const;
export const dollars = { unit: 'currencyUSD', decimals: 4, min: 0 } as const;
export const seconds = { unit: 's', min: 0 } as const satisfies { unit: PanelUnit; min: number };

/** Bad below `poor`, good from `good` on. */
export const higherIsBetter = (poor: number, good: number): readonly Step[] => [
  ['red'],
  ['yellow', poor],
  ['green', good],
];
export const lowerIsBetter = (fair: number, bad: number): readonly Step[] => [
  ['green'],
  ['yellow', fair],
  ['red', bad],
];
/** A count of what should not be. */
export const noneIsBest: readonly Step[] = [['green'], ['orange', 0.5]];
export const plain: readonly Step[] = [['blue']];
