import { type Kysely, sql, type Transaction } from 'kysely';
import type { PastAttempt } from '#core/fact.ts';
import type { Json } from '#core/json.ts';
import type { Claim, Lease, Outlook, Parking, SourceRow } from '#core/run-store.ts';
import type { StoredArtifact } from '#core/stage.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

/** Written into the statement, because SQLite uses a partial index only for what it can see there. */
const ready = sql.lit('ready');
const claimed = sql.lit('claimed');

/** Adds rows of the source. What the run has already, or what is no item, is set aside with its reason. */
export async function enqueue(
  db: Writing,
  run: number,
  from: number,
  rows: readonly SourceRow[],
  complete: boolean,
): Promise<boolean> {
  const advanced = await db
    .updateTable('runs')
    .set({ rows_read: from + rows.length, source_complete: complete ? 1 : 0 })
    .where('number', '=', run)
    .where('rows_read', '=', from)
    .returning('number')
    .executeTakeFirst();
  if (advanced === undefined) return false;
  const items = rows.flatMap(({ line, item }) => (item === undefined ? [] : [{ ...item, line }]));
  const added = await insertItems(db, run, items);
  const duplicates = items.filter(({ line }) => !added.has(line));
  await setAside(db, run, [
    ...rows.flatMap(({ line, reason }) => (reason === undefined ? [] : [{ line, kind: 'invalid', reason }])),
    ...(await Promise.all(
      duplicates.map(async ({ line, id }) => ({ line, kind: 'duplicate', reason: await firstLine(db, run, id) })),
    )),
  ]);
  const keys = new Set(items.filter(({ line }) => added.has(line)).map(({ key }) => key));
  await wake(db, run, [...keys], 0);
  return true;
}

/** Everything as one JSON parameter: a statement of a thousand parameters takes longer to build than to run. */
async function insertItems(
  db: Writing,
  run: number,
  items: readonly { line: number; id: string; key: string; input: Json }[],
): Promise<Set<number>> {
  const { rows } = await sql<{ line: number }>`
    insert into items (run, id, key, line, input)
    select ${run}, value ->> 'id', value ->> 'key', value ->> 'line', value -> 'input'
    from json_each(${JSON.stringify(items)}) where true
    on conflict (run, id) do nothing
    returning line`.execute(db);
  return new Set(rows.map(({ line }) => line));
}

async function firstLine(db: Writing, run: number, id: string): Promise<string> {
  const first = await db
    .selectFrom('items')
    .select('line')
    .where('run', '=', run)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return `the same as line ${first.line}`;
}

async function setAside(
  db: Writing,
  run: number,
  rows: readonly { line: number; kind: string; reason: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert or ignore into set_aside (run, line, kind, reason)
    select ${run}, value ->> 'line', value ->> 'kind', value ->> 'reason'
    from json_each(${JSON.stringify(rows)})`.execute(db);
}

/** Tells the frontier that these keys have something ready from the given time on. */
async function wake(db: Writing, run: number, keys: readonly string[], readyAt: number): Promise<void> {
  if (keys.length === 0) return;
  const turn = await lastTurn(db, run);
  await sql`
    insert into frontier (run, key, ready_at, turn)
    select ${run}, value, ${readyAt}, ${turn} + 1 + key from json_each(${JSON.stringify(keys)}) where true
    on conflict (run, key) do update set ready_at = min(ready_at, excluded.ready_at)`.execute(db);
}

async function lastTurn(db: Writing, run: number): Promise<number> {
  const last = await db
    .selectFrom('frontier')
    .select((frontier) => frontier.fn.max('turn').as('turn'))
    .where('run', '=', run)
    .executeTakeFirst();
  return last?.turn ?? 0;
}

/** Keys take turns, so that many items of one host neither starve the others nor hit it all at once. */
export async function claim(
  db: Writing,
  run: number,
  limit: number,
  lease: Lease,
  now: number,
): Promise<readonly Claim[]> {
  const keys = await db
    .selectFrom('frontier')
    .select('key')
    .where('run', '=', run)
    .where('ready_at', '<=', now)
    .where('parked_until', '<=', now)
    .orderBy('turn')
    .limit(limit)
    .execute();
  const claims: Claim[] = [];
  let turn = await lastTurn(db, run);
  for (const [index, { key }] of keys.entries()) {
    const share = Math.ceil((limit - claims.length) / (keys.length - index));
    const taken = await claimOfKey(db, run, key, share, lease, now);
    claims.push(...taken);
    turn += 1;
    await nextTurn(db, run, key, taken.length < share, turn, now);
  }
  return claims;
}

async function claimOfKey(
  db: Writing,
  run: number,
  key: string,
  limit: number,
  lease: Lease,
  now: number,
): Promise<Claim[]> {
  const items = await db
    .updateTable('items')
    .set((item) => ({
      state: 'claimed',
      owner: lease.owner,
      lease_until: lease.until,
      deliveries: item('deliveries', '+', 1),
    }))
    .where('number', 'in', (query) =>
      query
        .selectFrom('items')
        .select('number')
        .where('run', '=', run)
        .where('key', '=', key)
        .where('state', '=', ready)
        .where('ready_at', '<=', now)
        .orderBy('ready_at')
        .orderBy('number')
        .limit(limit),
    )
    .returning(['number', 'id', 'key', 'input', 'round', 'trace_id', 'deliveries'])
    .execute();
  items.sort((left, right) => left.number - right.number);
  const claims: Claim[] = [];
  for (const { number, id, key: itemKey, input, round, trace_id, deliveries } of items) {
    const before = deliveries > 1 ? await memory(db, number, round) : { history: [], artifacts: [] };
    const item = { id, key: itemKey, input: JSON.parse(input) as Json };
    claims.push({ item, round, traceId: trace_id ?? undefined, ...before });
  }
  return claims;
}

/** What an item that was delivered before has already been through. */
async function memory(db: Writing, item: number, round: number): Promise<Pick<Claim, 'history' | 'artifacts'>> {
  const history = await db
    .selectFrom('facts')
    .select(['kind', 'stage', 'iteration', 'attempt', 'at', 'outcome'])
    .where('item', '=', item)
    .where('round', '=', round)
    .orderBy('at')
    .execute();
  const artifacts = await db
    .selectFrom('artifacts')
    .select(['stage', 'iteration', 'schema', 'artifact'])
    .where('item', '=', item)
    .execute();
  return {
    history: history as PastAttempt[],
    artifacts: artifacts.map((row): StoredArtifact => ({ ...row, artifact: JSON.parse(row.artifact) as Json })),
  };
}

/** Sends a key to the end of the queue; one with nothing left leaves it. */
async function nextTurn(
  db: Writing,
  run: number,
  key: string,
  exhausted: boolean,
  turn: number,
  now: number,
): Promise<void> {
  const ofKey = (number: number) =>
    db.updateTable('frontier').set({ turn: number }).where('run', '=', run).where('key', '=', key);
  if (!exhausted) {
    await ofKey(turn).execute();
    return;
  }
  const later = await db
    .selectFrom('items')
    .select((item) => item.fn.min('ready_at').as('at'))
    .where('run', '=', run)
    .where('key', '=', key)
    .where('state', '=', ready)
    .executeTakeFirst();
  if (later?.at === null || later?.at === undefined) {
    await db
      .deleteFrom('frontier')
      .where('run', '=', run)
      .where('key', '=', key)
      .where('parked_until', '<=', now)
      .execute();
  } else await ofKey(turn).set({ ready_at: later.at }).execute();
}

export async function park(db: Writing, run: number, parking: Parking, owner: string): Promise<void> {
  const { item, until, scope, traceId } = parking;
  await db
    .updateTable('items')
    .set({ state: 'ready', owner: null, lease_until: null, ready_at: until, trace_id: traceId })
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
    .set({ state: 'ready', owner: null, lease_until: null, ready_at: 0 })
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
    .set((item) => ({ state: 'ready', round: item('round', '+', 1), ready_at: 0, trace_id: null, settled_at: null }))
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
