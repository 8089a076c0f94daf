import type { NanoDollars } from './money.ts';

/** Over what a budget is counted. Days and months are those of UTC, as on the bills of providers. */
export type BudgetPeriod = 'run' | 'day' | 'month' | 'ever';

/** What is counted together: all calls, or those of runs with a tag (`team=seating`), over a period. */
export type Counted = { readonly tag: string | undefined; readonly period: BudgetPeriod };

/** Names what is counted, at a time in milliseconds since the epoch. */
export function accountKey({ tag, period }: Counted, run: string, at: number): string {
  const whose = tag === undefined ? '' : `${tag} `;
  switch (period) {
    case 'run':
      return `${whose}run:${run}`;
    case 'day':
      return `${whose}day:${new Date(at).toISOString().slice(0, 10)}`;
    case 'month':
      return `${whose}month:${new Date(at).toISOString().slice(0, 7)}`;
    case 'ever':
      return `${whose}ever`;
  }
}

/** A budget as the configuration of a run has it, by what it is called: `run`, `month`, `team=seating/month`. */
export type DeclaredBudget = Counted & { readonly name: string; readonly maximum: NanoDollars | undefined };

/** The budgets that there are, as the latest process of a pipeline's runs has said. */
export type Declaration = { readonly run: string; readonly budgets: readonly DeclaredBudget[] };

/** Money that is counted together (a run, a day, a month, a tag), and the most that may be spent of it. */
export type BudgetAccount = {
  /** Names the account and its period, for example `month:2026-11`. */
  readonly key: string;
  readonly maximum: NanoDollars | undefined;
};

/** What has become of an account's money. */
export type BudgetBalance = {
  readonly key: string;
  /** Paid for calls of which it is known. */
  readonly spent: number;
  /** Charged in full for calls of which it never became known what they cost. */
  readonly uncertain: number;
  /** Set aside for calls under way. */
  readonly reserved: number;
};

/** How a reservation ends. What is `uncertain` is charged in full. */
export type Charge =
  | { readonly kind: 'spent'; readonly amount: NanoDollars }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'uncertain' };

export type ReservationRequest = {
  /** Who holds it: when the owner dies, the reservation is charged as uncertain. */
  readonly owner: string;
  readonly amount: NanoDollars;
  readonly accounts: readonly BudgetAccount[];
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
};

export type ReservationReply = {
  /** Undefined when an account has no room for the amount: nothing is set aside then. */
  readonly reservation: number | undefined;
  /** Of the accounts, as they stand after it. */
  readonly balances: readonly BudgetBalance[];
};

/**
 * Keeps the accounts of budgets. Safe for several processes: every method is atomic, and durable once its promise
 * has resolved. In no account do spent, uncertain and reserved money together exceed its maximum, as long as no call
 * costs more than was set aside for it.
 *
 * @throws PipelineError `store` when the accounts cannot be read or written.
 */
export interface BudgetStore {
  /** Sets the amount aside in each of the accounts, or in none. */
  reserve(request: ReservationRequest): Promise<ReservationReply>;
  /** Ends a reservation. One that has ended already stays as it is. The balances of its accounts. */
  settle(reservation: number, charge: Charge): Promise<readonly BudgetBalance[]>;
  /** Charges as uncertain what dead owners hold; `isAlive` is asked once an owner. How many reservations. */
  reclaim(isAlive: (owner: string) => Promise<boolean>): Promise<number>;
  /** In the order of the keys; an account that is not known has nothing in it. */
  balances(keys: readonly string[]): Promise<readonly BudgetBalance[]>;
  /** Takes the place of what was declared for the pipeline before. */
  declare(pipeline: string, declaration: Declaration): Promise<void>;
  /** Undefined before the first declaration. */
  declared(pipeline: string): Promise<Declaration | undefined>;
}

/** What counts against a maximum. */
export function committed({ spent, uncertain, reserved }: BudgetBalance): number {
  return spent + uncertain + reserved;
}
