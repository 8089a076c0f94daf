import type { BudgetStore, Charge } from '#core/budget.ts';
import type { Clock } from '#core/clock.ts';
import type { NanoDollars } from '#core/money.ts';
import type { StageContext } from '#core/stage.ts';
import { accountsAt, type BudgetLimit } from './limits.ts';
import { refusalOf } from './refusal.ts';
import { type BudgetState, budgetStates } from './states.ts';
import { waitingLine } from './waiting-line.ts';

export type BudgetsOfRun = {
  readonly run: string;
  /** Who reserves: a process. */
  readonly owner: string;
  readonly isAlive: (owner: string) => Promise<boolean>;
  /** Of the run. */
  readonly tags: readonly string[];
  readonly limits: readonly BudgetLimit[];
  readonly store: BudgetStore;
  /** Told of every change. */
  readonly changed?: (states: readonly BudgetState[]) => void;
  /** Told when a budget's warning is reached: once, and again for the next day or month. */
  readonly warned?: (state: BudgetState) => void;
};

/**
 * Ends a reservation: with the store's next commit, and before anything that is written to it later. If it fails, the
 * reservation stays, which is charged in full when this process ends, and the next one is refused with the error.
 */
export type Settle = (charge: Charge) => void;

export type Budgets = {
  /**
   * Sets an amount aside in all budgets that the run counts for, in turn; waits while reservations for other calls
   * stand in the way.
   *
   * @param model whom it is for, for the message of a refusal.
   * @throws PipelineError `budget_exceeded` when what is spent leaves no room, so that waiting would not help.
   */
  reserve(amount: NanoDollars, model: string, context: StageContext): Promise<Settle>;
};

/** Milliseconds between two looks at what other processes have given back. */
const polling = 500;

export function budgetsOf(settings: BudgetsOfRun): Budgets {
  const { run, owner, isAlive, store, limits } = settings;
  const line = waitingLine();
  const states = budgetStates(settings);
  let settled = Promise.withResolvers<void>();
  let broken: { readonly error: unknown } | undefined;

  const settle = async (reservation: number, charge: Charge, clock: Clock) => {
    try {
      states.update(await store.settle(reservation, charge), clock.now());
    } catch (error) {
      broken = { error };
    }
    settled.resolve();
    settled = Promise.withResolvers();
  };
  const attempt = async (amount: NanoDollars, model: string, { clock }: StageContext): Promise<Settle | undefined> => {
    if (broken !== undefined) throw broken.error;
    const at = clock.now();
    const accounts = accountsAt(settings, at);
    const { reservation, balances } = await store.reserve({ owner, amount, accounts, at });
    states.update(balances, clock.now());
    if (reservation !== undefined) {
      return (charge) => void settle(reservation, charge, clock);
    }
    const refusal = refusalOf(limits, balances, { run, at, amount, model });
    if (refusal !== undefined) throw refusal;
    return undefined;
  };

  return {
    reserve: async (amount, model, context) => {
      const atOnce = line.isEmpty() ? await attempt(amount, model, context) : undefined;
      if (atOnce !== undefined) return atOnce;
      const { clock, signal } = context;
      const began = clock.monotonic();
      return line.inTurn(signal, async () => {
        for (;;) {
          // Taken before the attempt, so that what is settled meanwhile is not missed.
          const change = settled.promise;
          const granted = await attempt(amount, model, context);
          if (granted !== undefined) {
            context.event('budget_wait', { model, milliseconds: Math.round(clock.monotonic() - began) });
            return granted;
          }
          if (!(await isBefore(change, polling, clock, signal))) await store.reclaim(isAlive);
        }
      });
    },
  };
}

/** Whether the change comes before so many milliseconds are over. Rejects when the signal aborts. */
async function isBefore(
  change: Promise<void>,
  milliseconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const changed = new AbortController();
  const time = clock.sleep(milliseconds, AbortSignal.any([changed.signal, signal])).then(() => false);
  try {
    return await Promise.race([change.then(() => true), time]);
  } finally {
    changed.abort();
    // The sleep ends by rejection; nobody waits for it any more.
    time.catch(() => undefined);
  }
}
