import { sql, type Transaction } from 'kysely';
import type { Fact } from '#core/fact.ts';
import type { Settlement } from '#core/run-store.ts';
import type { StoredArtifact } from '#core/stage.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

/** A fact that is there already is the same fact told twice: it changes nothing. */
export async function recordFacts(db: Writing, run: number, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  // A cross join is what makes SQLite look each fact's item up; left to itself it may go through all items.
  await sql`
    insert or ignore into facts
      (item, round, kind, stage, iteration, attempt, run, at, duration, outcome, attributes, events)
    select items.number, value ->> 'round', value ->> 'kind', value ->> 'stage', value ->> 'iteration',
      value ->> 'attempt', ${run}, value ->> 'at', value ->> 'duration', value ->> 'outcome', value -> 'attributes',
      value -> 'events'
    from json_each(${JSON.stringify(facts)}) cross join items on items.run = ${run} and items.id = value ->> 'item'`.execute(
    db,
  );
}

export async function checkpoint(db: Writing, run: number, item: string, artifact: StoredArtifact): Promise<void> {
  await sql`
    insert or replace into artifacts (item, stage, iteration, schema, artifact)
    select number, ${artifact.stage}, ${artifact.iteration}, ${artifact.schema}, ${JSON.stringify(artifact.artifact)}
    from items where run = ${run} and id = ${item}`.execute(db);
}

/** False, and nothing written, when the item is no longer the owner's. */
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
  await recordFacts(db, run, settlement.facts);
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
