import { type Kysely, sql } from 'kysely';
import type { ItemWork, Workload } from '#core/run-costs.ts';
import type { RunTables } from './tables.ts';

/** Items of a run that are looked at: enough to tell their mean and how far they differ. */
const mostItems = 1_000;

type Row = Omit<ItemWork, 'models'> & { readonly models: string };

/** What items of earlier runs took, by run, the latest first. Runs without a settled item are left out. */
export async function workloads(db: Kysely<RunTables>, pipeline: string, limit: number): Promise<readonly Workload[]> {
  const runs = await db
    .selectFrom('runs')
    .select(['number', 'id'])
    .where('pipeline', '=', pipeline)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
  const found: Workload[] = [];
  for (const { number, id } of runs) {
    const items = await workOf(db, number);
    if (items.length > 0) found.push({ run: id, items });
  }
  return found;
}

async function workOf(db: Kysely<RunTables>, run: number): Promise<readonly ItemWork[]> {
  // The facts of an item lie together; those of a run need not.
  const { rows } = await sql<Row>`
    with settled as (
      select number from items
      where run = ${run} and state not in ('ready', 'claimed') order by number limit ${mostItems}
    )
    select
      sum(kind = 'model_call') as calls,
      sum(case when kind = 'model_call' then coalesce(attributes ->> 'input_tokens', 0) else 0 end) as input,
      sum(case when kind = 'model_call' then coalesce(attributes ->> 'cached_tokens', 0) else 0 end) as cachedInput,
      sum(case when kind = 'model_call' then coalesce(attributes ->> 'output_tokens', 0) else 0 end) as output,
      sum(case when kind = 'settlement' then duration else 0 end) as duration,
      json_group_array(distinct attributes ->> 'model') filter (where kind = 'model_call') as models
    from settled cross join facts on facts.item = settled.number
    where kind in ('model_call', 'settlement')
    group by facts.item`.execute(db);
  return rows.map((row) => ({ ...row, models: JSON.parse(row.models) as readonly string[] }));
}
