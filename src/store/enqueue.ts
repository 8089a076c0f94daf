import { sql, type Transaction } from 'kysely';
import type { Json } from '#core/json.ts';
import type { SourceRow } from '#core/run-store.ts';
import { wake } from './frontier.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

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
