import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Attributes, PastAttempt } from '#core/fact.ts';
import type { Json } from '#core/json.ts';
import type { Claim, Lease } from '#core/run-store.ts';
import type { StoredArtifact } from '#core/stage.ts';
import { lastTurn, ready } from './frontier.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

/** Keys take turns, so that many items of one host neither starve the others nor hit it all at once. */
export async function claim(
  db: Writing,
  run: number,
  limit: number,
  lease: Lease,
  now: number,
): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  // Each pass fills the limit, or finds keys that are exhausted and takes them out: there is an end to it.
  while (claims.length < limit) {
    const passed = await claimOnePass(db, run, limit - claims.length, lease, now);
    if (passed === undefined) break;
    claims.push(...passed);
  }
  return claims;
}

/** Undefined when no key has its turn. */
async function claimOnePass(
  db: Writing,
  run: number,
  limit: number,
  lease: Lease,
  now: number,
): Promise<readonly Claim[] | undefined> {
  const keys = await db
    .selectFrom('frontier')
    .select('key')
    .where('run', '=', run)
    .where('ready_at', '<=', now)
    .where('parked_until', '<=', now)
    .orderBy('turn')
    .limit(limit)
    .execute();
  if (keys.length === 0) return undefined;
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
      earlier_trace_id: traced(lease.owner, 'earlier_trace_id', 'trace_id'),
      trace_id: traced(lease.owner, 'trace_id', 'lower(hex(randomblob(16)))'),
      trace_owner: lease.owner,
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
    .returning(['number', 'id', 'key', 'input', 'round', 'trace_id', 'earlier_trace_id', 'deliveries'])
    .execute();
  items.sort((left, right) => left.number - right.number);
  const claims: Claim[] = [];
  for (const { number, id, key: itemKey, input, round, trace_id, earlier_trace_id, deliveries } of items) {
    const before = deliveries > 1 ? await memory(db, number, round) : { history: [], artifacts: [] };
    const item = { id, key: itemKey, input: JSON.parse(input) as Json };
    const traces = { traceId: trace_id ?? '', earlierTraceId: earlier_trace_id ?? undefined };
    claims.push({ item, round, ...traces, ...before });
  }
  return claims;
}

/**
 * An item that its owner has parked goes on in the same trace. Whoever else takes it up begins another, since the
 * spans of the first were in a process that may be gone; the two are linked.
 */
function traced(owner: string, going: string, beginning: string): RawBuilder<string | null> {
  return sql`case when trace_owner is ${owner} then ${sql.raw(going)} else ${sql.raw(beginning)} end`;
}

/** What an item that was delivered before has already been through. */
async function memory(db: Writing, item: number, round: number): Promise<Pick<Claim, 'history' | 'artifacts'>> {
  const history = await db
    .selectFrom('facts')
    .select(['kind', 'stage', 'iteration', 'attempt', 'at', 'outcome', 'attributes'])
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
    history: history.map((row) => ({ ...row, attributes: JSON.parse(row.attributes) as Attributes }) as PastAttempt),
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
