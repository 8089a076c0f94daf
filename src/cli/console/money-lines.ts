import type { Estimate, Range } from '#app/estimate.ts';
import type { Opening } from '#app/start-run.ts';
import type { Tally } from '#app/tally.ts';
import { formatDollars } from '#core/money.ts';
import { plural } from '../plural.ts';
import type { Line } from './layout.ts';
import { count, roughly } from './numbers.ts';

type Budget = Tally['budgets'][number];

const periods = { run: 'for the run', day: 'a day', month: 'a month', ever: 'in all' } as const;

/** `for the run`, `a day`, `for team=seating a month`. */
export function budgetScope({ tag, period }: Pick<Budget, 'tag' | 'period'>): string {
  return `${tag === undefined ? '' : `for ${tag} `}${periods[period]}`;
}

/** What counts as gone: paid, or charged in full because nobody knows. */
const gone = ({ spent, uncertain }: Budget) => spent + uncertain;

/** `$5.00 for the run ($1.20 of it spent)`; `none`. */
export function budgetText(budgets: readonly Budget[]): string {
  if (budgets.length === 0) return 'none';
  return budgets
    .map((budget) => {
      const { maximum, warning } = budget;
      const limit = maximum === undefined ? 'no maximum' : formatDollars(maximum);
      const warned = warning === undefined ? [] : [`a warning at ${formatDollars(warning)}`];
      const spent = gone(budget) === 0 ? [] : [`${formatDollars(gone(budget))} spent`];
      const more = [...spent, ...warned];
      return `${limit} ${budgetScope(budget)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
    })
    .join(', ');
}

/** Of a budget while the run is under way: `$1.20 of $5.00 for the run`; nothing for one without a maximum. */
export function budgetParts(budgets: readonly Budget[]): readonly string[] {
  return budgets
    .filter(({ maximum }) => maximum !== undefined)
    .map((budget) => `${formatDollars(gone(budget))} of ${formatDollars(budget.maximum ?? 0)} ${budgetScope(budget)}`);
}

/** What the model costs, and loudly when nobody knows. Nothing when no model is asked. */
export function priceLine({ model, costs }: Pick<Opening, 'model' | 'costs'>): Pick<Line, 'text' | 'tone'> | undefined {
  if (model.kind === 'none') return undefined;
  const { price, unpriced } = costs;
  const [tier] = price?.tiers ?? [];
  if (unpriced.length > 0) {
    const text = `not known: what ${unpriced.join(' and ')} costs will not be counted; say it in prices.models (0 for a server of your own)`;
    return { text, tone: 'warning' };
  }
  if (price === undefined || tier === undefined) return undefined;
  const { input, output } = tier.rates;
  const rates = `${formatDollars(input)} in, ${formatDollars(output)} out for a million tokens`;
  const call = price.perCall === 0 ? '' : `, ${formatDollars(price.perCall)} a call`;
  const note = model.standIn ? 'made up for the demonstration; nobody pays it' : price.version;
  return { text: `${rates}${call} (${note})` };
}

/** `42 pages, 40 model calls, 61,000 tokens, $0.0070 ($0.0050 to $0.0090), 12 s (8 s to 16 s); judged by 3 runs`. */
export function estimateText({ pages, more, calls, tokens, cost, time, runs }: Estimate): string {
  const about = ({ expected }: Range) => count(Math.round(expected));
  const parts = [
    `${more ? 'more than ' : ''}${plural(pages, 'page')}`,
    `${about(calls)} model ${Math.round(calls.expected) === 1 ? 'call' : 'calls'}`,
    `${about(rounded(tokens))} tokens`,
    cost === undefined ? 'at a price that is not known' : ranged(cost, (nano) => formatDollars(Math.round(nano))),
    ...(time === undefined ? [] : [ranged(time, roughly)]),
  ];
  const basis = runs === 0 ? 'no run with it to judge by yet' : `judged by ${plural(runs, 'earlier run')}`;
  return `${parts.join(', ')}; ${basis}`;
}

const ranged = ({ expected, low, high }: Range, shown: (amount: number) => string) =>
  `${shown(expected)} (${shown(low)} to ${shown(high)})`;

/** Two digits are more than is known. */
const rounded = (range: Range): Range => ({ ...range, expected: Number(range.expected.toPrecision(2)) });

/** Which budgets the run is expected to use up before its end. */
export function shortBudgets({ estimate, budgets }: Pick<Opening, 'estimate' | 'budgets'>): readonly Budget[] {
  const cost = estimate?.cost?.expected;
  if (cost === undefined) return [];
  return budgets.filter((budget) => budget.maximum !== undefined && gone(budget) + cost > budget.maximum);
}

/** What the summary says of money that is limited, uncertain or not known. */
export function spentLines({ budgets, spending }: Tally, run: string): readonly Line[] {
  const uncertain = Math.max(0, ...budgets.map((budget) => budget.uncertain));
  const unsure =
    uncertain === 0 ? '' : `; ${formatDollars(uncertain)} of it for calls whose answer never came, counted in full`;
  const parts = budgetParts(budgets);
  return [
    ...(parts.length === 0 ? [] : [{ text: `budget: ${parts.join(', ')}${unsure}`, indent: 4 }]),
    ...(spending.unpriced === 0
      ? []
      : [
          {
            text: `${plural(spending.unpriced, 'call')} at a price that is not known: say it in prices.models, then  npm run reprice -- ${run}`,
            indent: 4,
            tone: 'warning' as const,
          },
        ]),
  ];
}

/** What is said, once, when a warning is reached. */
export function warningText(budget: Budget): string {
  const left = budget.maximum === undefined ? '' : ` of ${formatDollars(budget.maximum)}`;
  return `budget: ${formatDollars(gone(budget))}${left} is spent ${budgetScope(budget)}; a warning was asked for at ${formatDollars(budget.warning ?? 0)}`;
}
