import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Kysely, Transaction } from 'kysely';
import {
  type BudgetBalance,
  type BudgetStore,
  type Charge,
  committed,
  type Declaration,
  type ReservationReply,
  type ReservationRequest,
} from '#core/budget.ts';
import type { GroupCommit } from '#sqlite/group-commit.ts';
import { guarded } from '#sqlite/store-error.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

type Surroundings = {
  readonly file: DatabaseSync;
  readonly db: Kysely<RunTables>;
  readonly commits: GroupCommit<RunTables>;
};

/** The accounts of budgets, in the file of the runs, for all processes that share it. */
export function sqliteBudgets(path: string, { file, db, commits }: Surroundings): BudgetStore {
  const accounts = accountsIn(file);
  const write = <T>(work: (db: Writing) => T | Promise<T>) => guarded(path, () => commits.write(work));
  return {
    reserve: (request) => write(() => accounts.reserve(request)),
    settle: (reservation, charge) => write(() => accounts.settle(reservation, charge)),
    reclaim: async (isAlive) => {
      const owners = await guarded(path, () =>
        db.selectFrom('budget_reservations').select('owner').distinct().execute(),
      );
      let charged = 0;
      for (const { owner } of owners) {
        if (!(await isAlive(owner))) charged += await write(() => accounts.abandon(owner));
      }
      return charged;
    },
    balances: (keys) => guarded(path, () => balances(db, keys)),
    declare: (pipeline, declaration) => write((transaction) => declare(transaction, pipeline, declaration)),
    declared: (pipeline) => guarded(path, () => declared(db, pipeline)),
  };
}

/**
 * Reservations are numbered at random, so that the number of one that has ended is not another's soon. To count them
 * for ever would be one more page that every call writes.
 */
const mostReservations = 2 ** 48 - 1;

type Change = { readonly reserved: number; readonly spent?: number; readonly uncertain?: number };

/** What becomes of money, within a transaction. Without Kysely: it is on the way of every call of a model. */
function accountsIn(file: DatabaseSync) {
  const hold = file.prepare(
    'insert into budget_reservations (number, owner, amount, accounts, at) values (?, ?, ?, ?, ?)',
  );
  const release = file.prepare('delete from budget_reservations where number = ? returning amount, accounts');
  const heldBy = file.prepare('select number from budget_reservations where owner = ?');
  const add = file.prepare(`insert into budget_accounts (key, spent, uncertain, reserved) values (?, ?, ?, ?)
    on conflict (key) do update set
      spent = spent + excluded.spent,
      uncertain = uncertain + excluded.uncertain,
      reserved = reserved + excluded.reserved`);
  // To change and then to read takes less than to change with "returning".
  const balance = file.prepare('select key, spent, uncertain, reserved from budget_accounts where key = ?');

  /** Accounts that are not there yet are opened. */
  const change = (keys: readonly string[], { reserved, spent = 0, uncertain = 0 }: Change) =>
    keys.map((key) => {
      add.run(key, spent, uncertain, reserved);
      return balance.get(key) as BudgetBalance;
    });
  const reserve = ({ owner, amount, accounts, at }: ReservationRequest): ReservationReply => {
    const keys = accounts.map(({ key }) => key);
    const after = change(keys, { reserved: amount });
    const isFull = accounts.some(({ maximum }, index) => {
      const state = after[index];
      return maximum !== undefined && state !== undefined && committed(state) > maximum;
    });
    if (isFull) return { reservation: undefined, balances: change(keys, { reserved: 0 - amount }) };
    const reservation = randomInt(mostReservations);
    hold.run(reservation, owner, amount, JSON.stringify(keys), at);
    return { reservation, balances: after };
  };
  const settle = (reservation: number, charge: Charge): readonly BudgetBalance[] => {
    const held = release.get(reservation) as { readonly amount: number; readonly accounts: string } | undefined;
    if (held === undefined) return [];
    return change(JSON.parse(held.accounts) as readonly string[], {
      reserved: -held.amount,
      spent: charge.kind === 'spent' ? charge.amount : 0,
      uncertain: charge.kind === 'uncertain' ? held.amount : 0,
    });
  };
  const abandon = (owner: string): number => {
    const held = heldBy.all(owner);
    for (const { number } of held) settle(Number(number), { kind: 'uncertain' });
    return held.length;
  };
  return { reserve, settle, abandon };
}

async function balances(db: Kysely<RunTables>, keys: readonly string[]): Promise<readonly BudgetBalance[]> {
  const rows = await db.selectFrom('budget_accounts').selectAll().where('key', 'in', keys).execute();
  const known = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key) => known.get(key) ?? { key, spent: 0, uncertain: 0, reserved: 0 });
}

async function declare(db: Writing, pipeline: string, { run, budgets }: Declaration): Promise<void> {
  const said = { run, budgets: JSON.stringify(budgets) };
  await db
    .insertInto('declared_budgets')
    .values({ pipeline, ...said })
    .onConflict((conflict) => conflict.column('pipeline').doUpdateSet(said))
    .execute();
}

async function declared(db: Kysely<RunTables>, pipeline: string): Promise<Declaration | undefined> {
  const said = await db
    .selectFrom('declared_budgets')
    .select(['run', 'budgets'])
    .where('pipeline', '=', pipeline)
    .executeTakeFirst();
  return said && { run: said.run, budgets: JSON.parse(said.budgets) as Declaration['budgets'] };
}
