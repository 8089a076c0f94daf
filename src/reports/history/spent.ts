import { formatDollars } from '#core/money.ts';
import { type Amount, amountOf, labels, metrics } from './amounts.ts';
import type { MeasuredRun } from './measured-run.ts';

/** What was spent, in nano-dollars, and the answers of which nobody knows what they cost: never to be taken for 0. */
export type Spent = { readonly nano: number; readonly estimated: number; readonly unpriced: number };

type Runs = readonly Pick<MeasuredRun, 'totals'>[];

/** @param model counts only what was paid for this one. */
export function spentBy(runs: Runs, model?: string): Spent {
  const where = model === undefined ? {} : { [labels.model]: model };
  const sum = ({ sum: total }: Amount) => total;
  return {
    nano: sum(amountOf(runs, metrics.cost, where)),
    estimated: sum(amountOf(runs, metrics.cost, { ...where, [labels.source]: 'estimated' })),
    unpriced: sum(amountOf(runs, metrics.unpriced, where)),
  };
}

const callsOfUnknownPrice = (count: number) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? 'call' : 'calls'} of unknown price`;

export function spentText({ nano, unpriced }: Spent): string {
  if (unpriced === 0) return formatDollars(nano);
  return nano === 0
    ? `not known (${callsOfUnknownPrice(unpriced)})`
    : `${formatDollars(nano)} and ${callsOfUnknownPrice(unpriced)}`;
}

/** What each of so many cost; undefined when it is not known, or there are none. */
export function spentPer({ nano, unpriced }: Spent, count: number): number | undefined {
  return count === 0 || unpriced > 0 ? undefined : nano / count;
}

export function spentPerText(spent: Spent, count: number): string {
  if (count === 0) return '–';
  const { nano, unpriced } = spent;
  if (unpriced === 0) return formatDollars(nano / count);
  return nano === 0 ? 'not known' : `${formatDollars(nano / count)} or more`;
}
