import { type Kysely, sql, type Transaction } from 'kysely';
import type { RunLabels } from '#core/measurement.ts';
import type { Settlement } from '#core/run-store.ts';
import type { StoredArtifact } from '#core/stage.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

/** A run by its number, with what its totals are told apart by. */
export type KnownRun = RunLabels & { readonly number: number };

export function knownRun(db: Kysely<RunTables>, id: string): Promise<KnownRun | undefined> {
  return db.selectFrom('runs').select(['number', 'pipeline', 'project']).where('id', '=', id).executeTakeFirst();
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
