import { type Kysely, sql, type Transaction } from 'kysely';
import type { Attributes } from '#core/fact.ts';
import type { Repricing, StoredCall } from '#core/run-costs.ts';
import type { RunTables } from './tables.ts';

/** Items whose calls are read at once. */
const pageSize = 200;

/** Every call of a model that the run has made, in all rounds, item by item. */
export async function* calls(db: Kysely<RunTables>, run: number): AsyncGenerator<StoredCall> {
  let after = -1;
  for (;;) {
    // The facts of an item lie together; those of a run need not.
    const { rows } = await sql<{ item: number; at: number | null; attributes: string | null }>`
      with page as (select number from items where run = ${run} and number > ${after} order by number limit ${pageSize})
      select page.number as item, at, attributes
      from page left join facts on facts.item = page.number and facts.kind = 'model_call'
      order by page.number`.execute(db);
    for (const { at, attributes } of rows) {
      if (at !== null && attributes !== null) yield { at, attributes: JSON.parse(attributes) as Attributes };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.item;
  }
}

export async function keepRepricing(db: Transaction<RunTables>, run: number, repricing: Repricing): Promise<void> {
  const lines = JSON.stringify(repricing.lines);
  await db.insertInto('repricings').values({ run, at: repricing.at, lines }).execute();
}

/** The earliest first. */
export async function repricings(db: Kysely<RunTables>, run: number): Promise<readonly Repricing[]> {
  const rows = await db
    .selectFrom('repricings')
    .select(['at', 'lines'])
    .where('run', '=', run)
    .orderBy('number')
    .execute();
  return rows.map(({ at, lines }) => ({ at, lines: JSON.parse(lines) as Repricing['lines'] }));
}
