import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
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

/** The accounts of budgets, in the file of the runs, for all processes that share it. */
export function sqliteBudgets(path: string, db: Kysely<RunTables>, commits: GroupCommit<RunTables>): BudgetStore {
  const write = <T>(work: (db: Writing) => Promise<T>) => guarded(path, () => commits.write(work));
  return {
    reserve: (request) => write((transaction) => reserve(transaction, request)),
    settle: (reservation, charge) => write((transaction) => settle(transaction, reservation, charge)),
    reclaim: async (isAlive) => {
      const owners = await guarded(path, () =>
        db.selectFrom('budget_reservations').select('owner').distinct().execute(),
      );
      let charged = 0;
      for (const { owner } of owners) {
        if (!(await isAlive(owner))) charged += await write((transaction) => abandon(transaction, owner));
      }
      return charged;
    },
    balances: (keys) => guarded(path, () => balances(db, keys)),
    declare: (pipeline, declaration) => write((transaction) => declare(transaction, pipeline, declaration)),
    declared: (pipeline) => guarded(path, () => declared(db, pipeline)),
  };
}

async function reserve(db: Writing, request: ReservationRequest): Promise<ReservationReply> {
  const { owner, amount, accounts, at } = request;
  const keys = JSON.stringify(accounts.map(({ key }) => key));
  const after = await change(db, keys, { reserved: amount });
  const balanceOf = new Map(after.map((balance) => [balance.key, balance]));
  const full = accounts.some(({ key, maximum }) => {
    const balance = balanceOf.get(key);
    return maximum !== undefined && balance !== undefined && committed(balance) > maximum;
  });
  if (full) return { reservation: undefined, balances: await change(db, keys, { reserved: 0 - amount }) };
  const [held] = await query<{ number: number }>(db, hold, [owner, amount, keys, at]);
  return { reservation: held?.number, balances: after };
}

async function settle(db: Writing, reservation: number, charge: Charge): Promise<readonly BudgetBalance[]> {
  const [held] = await query<{ amount: number; accounts: string }>(db, release, [reservation]);
  if (held === undefined) return [];
  const { amount, accounts } = held;
  return change(db, accounts, {
    reserved: -amount,
    spent: charge.kind === 'spent' ? charge.amount : 0,
    uncertain: charge.kind === 'uncertain' ? amount : 0,
  });
}

async function abandon(db: Writing, owner: string): Promise<number> {
  const held = await db.selectFrom('budget_reservations').select('number').where('owner', '=', owner).execute();
  for (const { number } of held) await settle(db, number, { kind: 'uncertain' });
  return held.length;
}

type Change = { readonly reserved: number; readonly spent?: number; readonly uncertain?: number };

/** @param keys as JSON. Accounts that are not there yet are opened. */
async function change(
  db: Writing,
  keys: string,
  { reserved, spent = 0, uncertain = 0 }: Change,
): Promise<readonly BudgetBalance[]> {
  return query<BudgetBalance>(db, add, [spent, uncertain, reserved, keys]);
}

// Written once, because they are on the way of every call of a model: the query builder takes longer to write one than
// SQLite to run it.
const hold = `insert into budget_reservations (owner, amount, accounts, at) values (?, ?, ?, ?) returning number`;
const release = `delete from budget_reservations where number = ? returning amount, accounts`;
// "where true" tells the parser that what follows belongs to the insert and not to a join.
const add = `insert into budget_accounts (key, spent, uncertain, reserved)
  select value, ?, ?, ? from json_each(?) where true
  on conflict (key) do update set
    spent = spent + excluded.spent,
    uncertain = uncertain + excluded.uncertain,
    reserved = reserved + excluded.reserved
  returning key, spent, uncertain, reserved`;

async function query<Row>(
  db: Writing,
  statement: string,
  values: readonly (string | number)[],
): Promise<readonly Row[]> {
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(statement, [...values]));
  return rows;
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
