import type { Matchers } from './matcher.ts';

/** What a counter counted, or a histogram observed; with `within`, only what was at most so much (a bucket's bound). */
export type Events = { readonly metric: string; readonly where?: Matchers; readonly within?: number };

type Objective = {
  /** In lower case, its words joined by hyphens. */
  readonly name: string;
  readonly title: string;
  /** What is promised, in a sentence. */
  readonly help: string;
};

/**
 * A share of events that are to be good. Which are bad is said by the events themselves, or by those that are good:
 * then all others are bad.
 */
export type ShareObjective = Objective & {
  readonly kind: 'share';
  /** Between 0 and 1. */
  readonly objective: number;
  readonly total: Events;
} & ({ readonly bad: Events; readonly good?: never } | { readonly good: Events; readonly bad?: never });

/** An amount for each event that is not to be exceeded, such as dollars for each record. */
export type CeilingObjective = Objective & {
  readonly kind: 'ceiling';
  readonly amount: Events;
  readonly per: Events;
  /** The most of the amount for one event, in the amount's unit. */
  readonly ceiling: number;
};

/** A service level objective. */
export type Slo = ShareObjective | CeilingObjective;
