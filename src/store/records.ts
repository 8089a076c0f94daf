import type { Repeat, StoredRecord } from '#core/run-store.ts';
import { itemColumns, json, paged, pageSize, placeOf, type Reading } from './paged.ts';

/** All records of the run, in the order of the source. */
export async function* allRecords(db: Reading, run: number): AsyncGenerator<StoredRecord> {
  const rows = paged(async (after) => {
    const page = await recordRows(db, run)
      .where('items.number', '>', after)
      .orderBy('items.number')
      .limit(pageSize)
      .execute();
    return withRepeats(db, run, page);
  });
  for await (const row of rows) yield storedRecord(row);
}

/** The records of those items, in the order given; an item that has none is passed over. */
export async function* recordsOf(db: Reading, run: number, items: readonly string[]): AsyncGenerator<StoredRecord> {
  for (let from = 0; from < items.length; from += pageSize) {
    const wanted = items.slice(from, from + pageSize);
    const page = await recordRows(db, run).where('items.id', 'in', wanted).execute();
    const byId = new Map((await withRepeats(db, run, page)).map((row) => [row.id, row]));
    for (const id of wanted) {
      const row = byId.get(id);
      if (row !== undefined) yield storedRecord(row);
    }
  }
}

const recordRows = (db: Reading, run: number) =>
  db
    .selectFrom('items')
    .innerJoin('records', 'records.item', 'items.number')
    .select([...itemColumns, 'records.record'])
    .where('items.run', '=', run)
    .where('items.state', '=', 'succeeded');

type RecordRow = Awaited<ReturnType<ReturnType<typeof recordRows>['execute']>>[number];

async function withRepeats(db: Reading, run: number, rows: readonly RecordRow[]) {
  const repeats = await repeatsOf(
    db,
    run,
    rows.map(({ position }) => position),
  );
  return rows.map((row) => ({ ...row, repeats: repeats.get(row.position) ?? [] }));
}

function storedRecord(row: RecordRow & { readonly repeats: readonly Repeat[] }): StoredRecord {
  const { id, key, input, line, source, trace_id, record, repeats } = row;
  const item = { id, key, input: json(input) };
  return { item, ...placeOf(line, source), traceId: trace_id ?? '', record: json(record), repeats };
}

/** The repeats of those items, by the item's number. */
async function repeatsOf(
  db: Reading,
  run: number,
  items: readonly number[],
): Promise<ReadonlyMap<number, readonly Repeat[]>> {
  const rows = await db
    .selectFrom('set_aside')
    .select(['item', 'line', 'source', 'input'])
    .where('run', '=', run)
    .where('item', 'in', items)
    .orderBy('item')
    .orderBy('position')
    .execute();
  const repeats = new Map<number, Repeat[]>();
  for (const { item, line, source, input } of rows) {
    if (item === null || input === null) continue;
    const ofItem = repeats.get(item) ?? [];
    ofItem.push({ ...placeOf(line, source), input: json(input) });
    repeats.set(item, ofItem);
  }
  return repeats;
}
