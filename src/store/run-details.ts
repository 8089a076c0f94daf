import { sql, type Transaction } from 'kysely';
import type { Json } from '#core/json.ts';
import type { RunUsage } from '#core/run-store.ts';
import type { RunTables } from './tables.ts';

/** In one statement, so that processes that end together lose nothing. */
export async function addUsage(db: Transaction<RunTables>, run: number, usage: RunUsage): Promise<void> {
  const { cpuSeconds, peakMemoryBytes } = usage;
  await sql`
    update runs set usage = json_object(
      'cpuSeconds', coalesce(usage ->> 'cpuSeconds', 0) + ${cpuSeconds},
      'peakMemoryBytes', max(coalesce(usage ->> 'peakMemoryBytes', 0), ${peakMemoryBytes})
    )
    where number = ${run}`.execute(db);
}

export async function keepQuality(db: Transaction<RunTables>, run: number, quality: Json): Promise<void> {
  await db
    .updateTable('runs')
    .set({ quality: JSON.stringify(quality) })
    .where('number', '=', run)
    .execute();
}
