import { sql, type Transaction } from 'kysely';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import type { SourcePlace, SourceRow } from '#core/run-store.ts';
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
  const placed = rows.map((row, index) => ({ ...row, position: from + index }));
  const items = placed.flatMap(({ item, ...place }) => (item === undefined ? [] : [{ ...item, ...place }]));
  const added = await insertItems(db, run, items);
  const duplicates = items.filter(({ position }) => !added.has(position));
  await setAside(db, run, [
    ...placed.flatMap(({ item, ...row }) => (item === undefined ? [{ ...row, kind: 'invalid' }] : [])),
    ...(await Promise.all(duplicates.map((row) => duplicate(db, run, row)))),
  ]);
  const keys = new Set(items.filter(({ position }) => added.has(position)).map(({ key }) => key));
  await wake(db, run, [...keys], 0);
  return true;
}

type PlacedItem = SourcePlace & Item<Json> & { readonly position: number };

/** Everything as one JSON parameter: a statement of a thousand parameters takes longer to build than to run. */
async function insertItems(db: Writing, run: number, items: readonly PlacedItem[]): Promise<ReadonlySet<number>> {
  // Of rows with the same item the first one wins, and the item's number is that of the row that made it.
  const firsts = new Map(items.toReversed().map((item) => [item.id, item.position]));
  const { rows } = await sql<{ id: string }>`
    insert into items (run, id, key, line, source, input)
    select ${run}, value ->> 'id', value ->> 'key', value ->> 'line', value ->> 'source', value -> 'input'
    from json_each(${JSON.stringify(items)}) where true
    on conflict (run, id) do nothing
    returning id`.execute(db);
  return new Set(rows.flatMap(({ id }) => firsts.get(id) ?? []));
}

type SetAside = SourcePlace & {
  readonly position: number;
  readonly kind: string;
  readonly reason?: string;
  readonly item?: number;
  readonly input?: Json;
};

async function duplicate(db: Writing, run: number, { id, line, source, position, input }: PlacedItem) {
  const first = await db
    .selectFrom('items')
    .select(['number', 'line', 'source'])
    .where('run', '=', run)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const where = first.source === null ? `line ${first.line}` : `line ${first.line} of ${first.source}`;
  const reason = `the same as ${where}`;
  return { line, source, position, kind: 'duplicate', reason, item: first.number, input } satisfies SetAside;
}

async function setAside(db: Writing, run: number, rows: readonly SetAside[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert or ignore into set_aside (run, position, line, source, kind, reason, item, input)
    select ${run}, value ->> 'position', value ->> 'line', value ->> 'source', value ->> 'kind', value ->> 'reason',
      value ->> 'item', value -> 'input'
    from json_each(${JSON.stringify(rows)})`.execute(db);
}
