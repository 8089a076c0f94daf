import type { BudgetBalance } from '#core/budget.ts';
import { formatDollars } from '#core/money.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { BudgetLimit } from './limits.ts';
import { statesOf } from './states.ts';

export type Refused = {
  readonly run: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Nano-dollars. */
  readonly amount: number;
  readonly model: string;
};

/** Why an amount can never be had of what is left; undefined when reservations alone stand in its way. */
export function refusalOf(
  limits: readonly BudgetLimit[],
  balances: readonly BudgetBalance[],
  { run, at, amount, model }: Refused,
): PipelineError | undefined {
  const [spent] = statesOf(limits, balances, run, at).filter(
    (state) => state.maximum !== undefined && state.spent + state.uncertain + amount > state.maximum,
  );
  if (spent?.maximum === undefined) return undefined;
  const { name, setting, flag, maximum, uncertain } = spent;
  const gone = formatDollars(spent.spent + uncertain);
  const ofIt = uncertain === 0 ? '' : ` (${formatDollars(uncertain)} of it for calls whose answer never came)`;
  const how = flag === undefined ? setting : `${setting} (${flag})`;
  return new PipelineError(
    'budget_exceeded',
    `Of the budget "${name}" of ${formatDollars(maximum)}, ${gone} is spent${ofIt}, and a call to ${model} may cost up to ${formatDollars(amount)}. It is set by ${how}.`,
    {
      details: {
        budget: name,
        setting,
        ...(flag === undefined ? {} : { flag }),
        maximum,
        spent: spent.spent,
        uncertain,
      },
    },
  );
}
