import { type Kysely, sql } from 'kysely';
import type { Attributes, Fact } from '#core/fact.ts';
import type { RunTotal } from '#core/ledger.ts';
import type { Measure, RunLabels } from '#core/measurement.ts';
import type { RunTables } from './tables.ts';

/** Items whose facts are read at once. */
const pageSize = 200;

type FactRow = Omit<Fact, 'item' | 'trace' | 'attributes' | 'events'> & {
  readonly item: number;
  readonly attributes: string;
};

/** What the facts of one run come to, in no order. Memory is bounded by the number of series, not of facts. */
export async function runTotals(
  db: Kysely<RunTables>,
  run: RunLabels & { readonly number: number },
  measure: Measure,
): Promise<readonly RunTotal[]> {
  const totals = new Map<string, RunTotal>();
  for await (const fact of factsOf(db, run.number)) {
    for (const { series, bucket, value } of measure(fact, run)) {
      const { metric, labels } = series;
      const key = `${metric}\n${labels}\n${bucket}`;
      const { count, sum } = totals.get(key) ?? { count: 0, sum: 0 };
      totals.set(key, { metric, labels, bucket, count: count + 1, sum: sum + value });
    }
  }
  return [...totals.values()];
}

async function* factsOf(db: Kysely<RunTables>, run: number): AsyncGenerator<Fact> {
  let after = -1;
  for (;;) {
    const items = await db
      .selectFrom('items')
      .select('number')
      .where('run', '=', run)
      .where('number', '>', after)
      .orderBy('number')
      .limit(pageSize)
      .execute();
    const last = items.at(-1);
    if (last === undefined) return;
    // The facts of an item lie together; those of a run need not.
    const { rows } = await sql<FactRow>`
      select facts.item, facts.round, kind, stage, iteration, attempt, at, duration, outcome, attributes
      from items cross join facts on facts.item = items.number
      where items.run = ${run} and items.number > ${after} and items.number <= ${last.number}`.execute(db);
    for (const { item, attributes, ...row } of rows) {
      yield { ...row, item: String(item), trace: '', attributes: JSON.parse(attributes) as Attributes };
    }
    after = last.number;
  }
}
