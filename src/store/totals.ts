import { type Kysely, sql, type Transaction } from 'kysely';
import type { Series, Shown, Total } from '#core/ledger.ts';
import { bucketOf } from './ledger.ts';
import type { RunTables } from './tables.ts';

type Reading = Kysely<RunTables>;
type Writing = Transaction<RunTables>;

export async function totals(db: Reading): Promise<readonly Total[]> {
  const rows = await db
    .selectFrom('totals')
    .selectAll()
    .orderBy('pipeline')
    .orderBy('metric')
    .orderBy('labels')
    .orderBy('bucket')
    .execute();
  return rows.map(({ bucket, trace, value, at, ...row }) => ({
    ...row,
    bucket: bucketOf(bucket),
    exemplar: { trace, value, at },
  }));
}

export async function shown(db: Reading): Promise<readonly Shown[]> {
  return db.selectFrom('shown').selectAll().execute();
}

export async function countShown(db: Writing, series: readonly Series[]): Promise<void> {
  const rows = series.map(({ pipeline, metric, labels }) => [pipeline, metric, labels]);
  await sql`
    insert into shown (pipeline, metric, labels, times)
    select value ->> 0, value ->> 1, value ->> 2, 1 from json_each(${JSON.stringify(rows)}) where true
    on conflict (pipeline, metric, labels) do update set times = times + 1`.execute(db);
}
