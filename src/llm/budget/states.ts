import { accountKey, type BudgetBalance } from '#core/budget.ts';
import type { BudgetLimit } from './limits.ts';

/** A limit, and how much of it is gone. */
export type BudgetState = BudgetLimit & BudgetBalance;

export type BudgetStates = {
  /** @param at milliseconds since the epoch: balances of a day or a month that is over change nothing. */
  update(balances: readonly BudgetBalance[], at: number): void;
};

/** Keeps how much of each limit is gone, as far as this process has heard. */
export function budgetStates({
  run,
  limits,
  changed,
  warned,
}: {
  readonly run: string;
  readonly limits: readonly BudgetLimit[];
  readonly changed?: (states: readonly BudgetState[]) => void;
  readonly warned?: (state: BudgetState) => void;
}): BudgetStates {
  const states = new Map<BudgetLimit, BudgetState>();
  const alreadyWarned = new Map<BudgetLimit, string>();
  const warn = (limit: BudgetLimit, state: BudgetState) => {
    if (alreadyWarned.get(limit) === state.key || !isWarning(state)) return;
    alreadyWarned.set(limit, state.key);
    warned?.(state);
  };
  return {
    update: (balances, at) => {
      if (limits.length === 0) return;
      for (const limit of limits) {
        const key = accountKey(limit, run, at);
        const balance = balances.find((candidate) => candidate.key === key);
        if (balance === undefined) continue;
        const state = { ...limit, ...balance };
        states.set(limit, state);
        warn(limit, state);
      }
      changed?.([...states.values()]);
    },
  };
}

/** Whether so much is gone that a warning is due. */
export function isWarning({ warning, spent, uncertain }: BudgetState): boolean {
  return warning !== undefined && spent + uncertain >= warning;
}

/** The limits with what the store knows of them. @param balances at least those of the limits' accounts. */
export function statesOf(
  limits: readonly BudgetLimit[],
  balances: readonly BudgetBalance[],
  run: string,
  at: number,
): readonly BudgetState[] {
  return limits.flatMap((limit) => {
    const key = accountKey(limit, run, at);
    const balance = balances.find((candidate) => candidate.key === key);
    return balance === undefined ? [] : [{ ...limit, ...balance }];
  });
}
