import {
  type BudgetBalance,
  type BudgetStore,
  type Charge,
  committed,
  type Declaration,
  type ReservationRequest,
} from '#core/budget.ts';

export type FakeBudgetStore = BudgetStore & {
  /** Every account there is. */
  all(): readonly BudgetBalance[];
};

/** The accounts of budgets, in memory. */
export function fakeBudgetStore(): FakeBudgetStore {
  const accounts = new Map<string, BudgetBalance>();
  const reservations = new Map<number, ReservationRequest>();
  const declarations = new Map<string, Declaration>();
  let last = 0;
  const balance = (key: string): BudgetBalance => accounts.get(key) ?? { key, spent: 0, uncertain: 0, reserved: 0 };
  const add = (keys: readonly string[], change: Omit<BudgetBalance, 'key'>) => {
    for (const key of keys) {
      const { spent, uncertain, reserved } = balance(key);
      accounts.set(key, {
        key,
        spent: spent + change.spent,
        uncertain: uncertain + change.uncertain,
        reserved: reserved + change.reserved,
      });
    }
    return keys.map(balance);
  };
  const settle = (number: number, charge: Charge) => {
    const held = reservations.get(number);
    if (held === undefined) return [];
    reservations.delete(number);
    const amount = Number(held.amount);
    return add(
      held.accounts.map(({ key }) => key),
      {
        reserved: 0 - amount,
        spent: charge.kind === 'spent' ? charge.amount : 0,
        uncertain: charge.kind === 'uncertain' ? amount : 0,
      },
    );
  };
  return {
    all: () => [...accounts.values()],
    reserve: async (request) => {
      const keys = request.accounts.map(({ key }) => key);
      const full = request.accounts.some(
        ({ key, maximum }) => maximum !== undefined && committed(balance(key)) + request.amount > maximum,
      );
      if (full) return { reservation: undefined, balances: keys.map(balance) };
      last += 1;
      reservations.set(last, request);
      return { reservation: last, balances: add(keys, { spent: 0, uncertain: 0, reserved: request.amount }) };
    },
    settle: async (number, charge) => settle(number, charge),
    reclaim: async (isAlive) => {
      let charged = 0;
      for (const [number, { owner }] of reservations) {
        if (await isAlive(owner)) continue;
        settle(number, { kind: 'uncertain' });
        charged += 1;
      }
      return charged;
    },
    balances: async (keys) => keys.map(balance),
    declare: async (pipeline, declaration) => void declarations.set(pipeline, declaration),
    declared: async (pipeline) => declarations.get(pipeline),
  };
}
