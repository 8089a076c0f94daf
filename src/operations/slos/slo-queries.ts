import type { Events, Slo } from '#catalogue/slo.ts';
import { type Promql, ratio } from '../promql/promql.ts';
import type { Window } from '../promql/window.ts';

/** The period over which objectives are kept, in days. */
export const periodDays = 30;

export type SloQueries = {
  /** How many events there were. */
  events(window: Window): string;
  /** How many of them were bad; of a ceiling, what was spent. */
  bad(window: Window): string;
  /**
   * How fast the error budget was used up: 1 uses it up exactly by the end of the period, and of a ceiling 1 is what it
   * allows. Nothing while there were no events.
   */
  burn(window: Window): string;
};

export function sloQueries(promql: Promql, slo: Slo): SloQueries {
  const count = ({ metric, where = {}, within }: Events, window: Window) =>
    within === undefined
      ? promql.increase(metric, window, { where })
      : promql.within(within, metric, window, { where });
  if (slo.kind === 'ceiling') {
    const spent = (window: Window) => count(slo.amount, window);
    const events = (window: Window) => count(slo.per, window);
    return { events, bad: spent, burn: (window) => `${ratio(spent(window), events(window))} / ${slo.ceiling}` };
  }
  const events = (window: Window) => count(slo.total, window);
  const bad = (window: Window) =>
    slo.bad === undefined ? `(${events(window)} - ${count(slo.good, window)})` : count(slo.bad, window);
  return { events, bad, burn: (window) => `${ratio(bad(window), events(window))} / ${errorBudget(slo.objective)}` };
}

/** Without the last digits that subtraction makes up: 1 - 0.999 is 0.0010000000000000009. */
export const errorBudget = (objective: number) => Number((1 - objective).toPrecision(12));
