import { type Kysely, sql } from 'kysely';
import type { Attributes, Fact, FactEvent } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import type { FailureDetails } from '#core/pipeline-error.ts';
import type { ItemHistory, StoredFailure } from '#core/run-store.ts';
import type { RunTables } from './tables.ts';

type Reading = Kysely<RunTables>;

/** All that is on record of an item in its latest round. */
export async function itemHistory(db: Reading, run: number, id: string): Promise<ItemHistory | undefined> {
  const row = await db
    .selectFrom('items')
    .leftJoin('failures', 'failures.item', 'items.number')
    .selectAll('items')
    .select(['failures.category', 'failures.stage', 'failures.message', 'failures.details'])
    .where('items.run', '=', run)
    .where('items.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const trace = row.trace_id ?? '';
  return {
    item: { id, key: row.key, input: JSON.parse(row.input) as Json },
    line: row.line,
    ...(row.source === null ? {} : { source: row.source }),
    state: row.state as ItemHistory['state'],
    traceId: row.trace_id ?? undefined,
    earlierTraceId: row.earlier_trace_id ?? undefined,
    round: row.round,
    settledAt: row.settled_at ?? undefined,
    facts: await factsOf(db, row.number, row.round, id, trace),
    failure: failureOf(row),
  };
}

function failureOf(row: {
  readonly category: string | null;
  readonly stage: string | null;
  readonly message: string | null;
  readonly details: string | null;
}): StoredFailure | undefined {
  const { category, stage, message, details } = row;
  if (category === null || stage === null || message === null || details === null) return undefined;
  return { category: category as FailureCategory, stage, message, details: JSON.parse(details) as FailureDetails };
}

/** In the order in which they began. */
async function factsOf(db: Reading, number: number, round: number, item: string, trace: string): Promise<Fact[]> {
  const rows = await db
    .selectFrom('facts')
    .select(['kind', 'stage', 'iteration', 'attempt', 'at', 'duration', 'outcome', 'attributes', 'events'])
    .where('item', '=', number)
    .where('round', '=', round)
    .orderBy('at')
    .execute();
  return rows.map(({ attributes, events, outcome, ...fact }) => ({
    ...fact,
    item,
    trace,
    round,
    outcome: outcome as Fact['outcome'],
    attributes: JSON.parse(attributes) as Attributes,
    ...(events === null ? {} : { events: JSON.parse(events) as FactEvent[] }),
  }));
}

/** The item that has, or had before, the trace. */
export async function itemOfTrace(
  db: Reading,
  traceId: string,
): Promise<{ readonly run: string; readonly item: string } | undefined> {
  return db
    .selectFrom('items')
    .innerJoin('runs', 'runs.number', 'items.run')
    .select(['runs.id as run', 'items.id as item'])
    .where((item) => item.or([item('trace_id', '=', traceId), item('earlier_trace_id', '=', traceId)]))
    .executeTakeFirst();
}

/** Items of the run in the order of the source, as many as asked for at the most. */
export async function listItems(db: Reading, run: number, limit: number): Promise<readonly Item<Json>[]> {
  const { rows } = await sql<{ id: string; key: string; input: string }>`
    select id, key, input from items where run = ${run} order by number limit ${limit}`.execute(db);
  return rows.map(({ id, key, input }) => ({ id, key, input: JSON.parse(input) as Json }));
}
