import { sql, type Transaction } from 'kysely';
import type { FailureCategory } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import type { RunState } from '#core/run-store.ts';
import type { RunUsage } from '#core/run-usage.ts';
import type { TelemetryLosses } from '#core/telemetry-loss.ts';
import type { RunTables } from './tables.ts';

export async function mark(
  db: Transaction<RunTables>,
  run: number,
  {
    state,
    at,
    endedBy,
  }: { readonly state: RunState; readonly at: number; readonly endedBy?: FailureCategory | undefined },
): Promise<void> {
  await db
    .updateTable('runs')
    .set({ state, finished_at: state === 'running' ? null : at, active_at: at, ended_by: endedBy ?? null })
    .where('number', '=', run)
    .execute();
}

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

export async function addLosses(db: Transaction<RunTables>, run: number, losses: TelemetryLosses): Promise<void> {
  for (const [signal, count] of Object.entries(losses)) {
    const path = `$.${signal}`;
    await sql`
      update runs
      set losses = json_set(coalesce(losses, '{}'), ${path}, coalesce(losses ->> ${signal}, 0) + ${count})
      where number = ${run}`.execute(db);
  }
}

export async function keepQuality(db: Transaction<RunTables>, run: number, quality: Json): Promise<void> {
  await db
    .updateTable('runs')
    .set({ quality: JSON.stringify(quality) })
    .where('number', '=', run)
    .execute();
}
