import { type Kysely, sql, type Transaction } from 'kysely';
import type { Fact } from '#core/fact.ts';
import type { RunLabels } from '#core/measurement.ts';
import type { Settlement } from '#core/run-store.ts';
import type { StoredArtifact } from '#core/stage.ts';
import { rowsStatement } from './rows-statement.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

/** A run by its number, with what its totals are told apart by. */
export type KnownRun = RunLabels & { readonly number: number };

export function knownRun(db: Kysely<RunTables>, id: string): Promise<KnownRun | undefined> {
  return db.selectFrom('runs').select(['number', 'pipeline', 'project']).where('id', '=', id).executeTakeFirst();
}

type AddedFact = Pick<Fact, 'round' | 'kind' | 'stage' | 'iteration' | 'attempt'> & { readonly item: number };

const insertFacts = rowsStatement<AddedFact>({
  insert: `insert or ignore into facts
    (run, item, round, kind, stage, iteration, attempt, at, duration, outcome, attributes, events)`,
  row: '(?, (select number from items where run = ? and id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  end: 'returning item, round, kind, stage, iteration, attempt',
});

/** A fact that is there already is the same fact told twice: it changes nothing, and is not among those given back. */
export async function recordFacts(db: Writing, run: number, facts: readonly Fact[]): Promise<readonly Fact[]> {
  const rows = facts.map((fact) => [
    run,
    run,
    fact.item,
    fact.round,
    fact.kind,
    fact.stage,
    fact.iteration,
    fact.attempt,
    fact.at,
    fact.duration,
    fact.outcome,
    JSON.stringify(fact.attributes),
    fact.events === undefined ? null : JSON.stringify(fact.events),
  ]);
  const added = await insertFacts(db, rows);
  return added.length === facts.length ? facts : addedOf(db, run, facts, added);
}

/** Those of the facts that the rows are of, each of them once. */
async function addedOf(
  db: Writing,
  run: number,
  facts: readonly Fact[],
  rows: readonly AddedFact[],
): Promise<readonly Fact[]> {
  if (rows.length === 0) return [];
  const items = await db
    .selectFrom('items')
    .select(['number', 'id'])
    .where('run', '=', run)
    .where('id', 'in', [...new Set(facts.map(({ item }) => item))])
    .execute();
  const numbers = new Map(items.map(({ id, number }) => [id, number]));
  const keyOf = ({ round, kind, stage, iteration, attempt }: Omit<AddedFact, 'item'>, item: number | undefined) =>
    JSON.stringify([item, round, kind, stage, iteration, attempt]);
  const added = new Set(rows.map((row) => keyOf(row, row.item)));
  // Of two with one key the first was inserted.
  return facts.filter((fact) => added.delete(keyOf(fact, numbers.get(fact.item))));
}

export async function checkpoint(db: Writing, run: number, item: string, artifact: StoredArtifact): Promise<void> {
  await sql`
    insert or replace into artifacts (item, stage, iteration, schema, artifact)
    select number, ${artifact.stage}, ${artifact.iteration}, ${artifact.schema}, ${JSON.stringify(artifact.artifact)}
    from items where run = ${run} and id = ${item}`.execute(db);
}

/** The settlement without its facts. False, and nothing written, when the item is no longer the owner's. */
export async function settle(db: Writing, run: number, settlement: Settlement, owner: string): Promise<boolean> {
  const held = await db
    .updateTable('items')
    .set({
      state: settlement.outcome,
      owner: null,
      lease_until: null,
      trace_owner: null,
      settled_at: settlement.at,
    })
    .where('run', '=', run)
    .where('id', '=', settlement.item)
    .where('state', '=', 'claimed')
    .where('owner', '=', owner)
    .where('round', '=', settlement.round)
    .returning('number')
    .executeTakeFirst();
  if (held === undefined) return false;
  if (settlement.outcome === 'succeeded') await keepRecord(db, held.number, settlement.schema, settlement.record);
  else await keepFailure(db, held.number, settlement.failure);
  return true;
}

/** A settled record needs its intermediate results no more; a failed item keeps them for its next round. */
async function keepRecord(db: Writing, item: number, schema: string, record: unknown): Promise<void> {
  await db
    .replaceInto('records')
    .values({ item, schema, record: JSON.stringify(record) })
    .execute();
  await db.deleteFrom('artifacts').where('item', '=', item).execute();
}

async function keepFailure(
  db: Writing,
  item: number,
  failure: Extract<Settlement, { failure: unknown }>['failure'],
): Promise<void> {
  const { category, stage, message } = failure;
  const details = JSON.stringify(failure.details);
  await db.replaceInto('failures').values({ item, category, stage, message, details }).execute();
}
