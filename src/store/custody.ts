import { type Kysely, sql, type Transaction } from 'kysely';
import type { Lease, Outlook, Parking } from '#core/run-store.ts';
import { claimed, wake } from './frontier.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

export async function park(db: Writing, run: number, parking: Parking, owner: string): Promise<void> {
  const { item, until, scope } = parking;
  await db
    .updateTable('items')
    .set({ state: 'ready', owner: null, lease_until: null, ready_at: until })
    .where('run', '=', run)
    .where('id', '=', item.id)
    .where('state', '=', claimed)
    .where('owner', '=', owner)
    .execute();
  await wake(db, run, [item.key], until);
  if (scope === 'item') return;
  await sql`
    update frontier set parked_until = max(parked_until, ${until})
    where run = ${run} and key = ${item.key}`.execute(db);
}

/** Gives back, unharmed, what the owner holds. The number of items. */
export async function release(db: Writing, run: number, owner: string): Promise<number> {
  const items = await db
    .updateTable('items')
    .set({ state: 'ready', owner: null, lease_until: null, trace_owner: null, ready_at: 0 })
    .where('run', '=', run)
    .where('state', '=', claimed)
    .where('owner', '=', owner)
    .returning('key')
    .execute();
  await wake(db, run, [...new Set(items.map(({ key }) => key))], 0);
  return items.length;
}

export async function owners(db: Kysely<RunTables>, run: number): Promise<readonly Lease[]> {
  const held = await db
    .selectFrom('items')
    .select(['owner', (item) => item.fn.min('lease_until').as('until')])
    .where('run', '=', run)
    .where('state', '=', claimed)
    .groupBy('owner')
    .execute();
  return held.map(({ owner, until }) => ({ owner: owner ?? '', until: until ?? 0 }));
}

export async function renew(db: Writing, run: number, lease: Lease): Promise<void> {
  await db
    .updateTable('items')
    .set({ lease_until: lease.until })
    .where('run', '=', run)
    .where('state', '=', claimed)
    .where('owner', '=', lease.owner)
    .execute();
}

export async function reopen(db: Writing, run: number): Promise<number> {
  const items = await db
    .updateTable('items')
    .set((item) => ({ state: 'ready', round: item('round', '+', 1), ready_at: 0, trace_owner: null, settled_at: null }))
    .where('run', '=', run)
    .where('state', 'in', ['failed', 'skipped'])
    .returning(['number', 'key'])
    .execute();
  await sql`
    delete from failures where item in (select value from json_each(${JSON.stringify(items.map(({ number }) => number))}))`.execute(
    db,
  );
  await wake(db, run, [...new Set(items.map(({ key }) => key))], 0);
  return items.length;
}

export async function outlook(db: Kysely<RunTables>, run: number): Promise<Outlook> {
  const { rows } = await sql<{ at: number | null; claimed: number }>`
    select
      (select min(max(ready_at, parked_until)) from frontier where run = ${run}) as at,
      (select count(*) from items where run = ${run} and state = 'claimed') as claimed`.execute(db);
  const [row] = rows;
  return { nextReady: row?.at ?? undefined, claimed: row?.claimed ?? 0 };
}
