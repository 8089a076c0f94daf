import { sql, type Transaction } from 'kysely';
import type { RunTables } from './tables.ts';

/** Written into the statement, because SQLite uses a partial index only for what it can see there. */
export const ready = sql.lit('ready');
export const claimed = sql.lit('claimed');

/** Tells the frontier that these keys have something ready from the given time on. */
export async function wake(
  db: Transaction<RunTables>,
  run: number,
  keys: readonly string[],
  readyAt: number,
): Promise<void> {
  if (keys.length === 0) return;
  const turn = await lastTurn(db, run);
  await sql`
    insert into frontier (run, key, ready_at, turn)
    select ${run}, value, ${readyAt}, ${turn} + 1 + key from json_each(${JSON.stringify(keys)}) where true
    on conflict (run, key) do update set ready_at = min(ready_at, excluded.ready_at)`.execute(db);
}

export async function lastTurn(db: Transaction<RunTables>, run: number): Promise<number> {
  const last = await db
    .selectFrom('frontier')
    .select((frontier) => frontier.fn.max('turn').as('turn'))
    .where('run', '=', run)
    .executeTakeFirst();
  return last?.turn ?? 0;
}
