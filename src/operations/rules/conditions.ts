import { recent, type Timing, usual } from './timing.ts';
import type { Window } from '../promql/window.ts';

/** A measure over a window that may lie in the past, as a query. */
export type Measure = (window: Window, offset?: Window) => string;

/** All of the conditions hold; the value is that of the first. */
export function all(...conditions: readonly string[]): string {
  return conditions.map((condition) => `(${condition})`).join('\nand ');
}

export function any(...conditions: readonly string[]): string {
  return conditions.map((condition) => `(${condition})`).join('\nor ');
}

export type Comparison = {
  /** Recent and usual values, and how many there are of what they are an average of. */
  readonly recent: string;
  readonly usual: string;
  readonly recentCount: string;
  readonly usualCount: string;
};

/** The same over the recent time, and over the usual time before it. */
export function compare({ window }: Timing, measure: Measure, count: Measure): Comparison {
  return {
    recent: measure(window(recent)),
    usual: measure(window(usual), window(recent)),
    recentCount: count(window(recent)),
    usualCount: count(window(usual), window(recent)),
  };
}

/** Both have at least so many: a few say nothing. */
export function enough({ recentCount, usualCount }: Comparison, least: number): readonly string[] {
  return [`${recentCount} >= ${least}`, `${usualCount} >= ${least}`];
}
