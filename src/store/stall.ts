import type { Kysely } from 'kysely';
import { outlook, owners } from './custody.ts';
import type { RunTables } from './tables.ts';

/**
 * For how many milliseconds nothing has happened in a run that is under way although it had something to do; of the
 * run for which that is longest. An earlier run that nobody holds items of has been left, and waits for nobody.
 */
export async function longestStall(
  db: Kysely<RunTables>,
  pipeline: string,
  latest: number | undefined,
  now: number,
): Promise<number> {
  const running = await db
    .selectFrom('runs')
    .select(['number', 'started_at', 'active_at'])
    .where('pipeline', '=', pipeline)
    .where('state', '=', 'running')
    .execute();
  let longest = 0;
  for (const { number, started_at, active_at } of running) {
    if (number !== latest && !(await isHeld(db, number, now))) continue;
    const since = Math.max(started_at, active_at ?? 0, await waitsUntil(db, number));
    longest = Math.max(longest, now - since);
  }
  return longest;
}

/** Whether somebody renews the lease of items. */
async function isHeld(db: Kysely<RunTables>, run: number, now: number): Promise<boolean> {
  return (await owners(db, run)).some(({ until }) => until >= now);
}

/** Until when there is nothing to do, because hosts asked for time. */
async function waitsUntil(db: Kysely<RunTables>, run: number): Promise<number> {
  const { claimed, nextReady = 0 } = await outlook(db, run);
  return claimed > 0 ? 0 : nextReady;
}
