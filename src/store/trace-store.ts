import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { KeepReason, KeptTrace, TraceSpan } from '#core/trace.ts';
import type { RunTables } from './tables.ts';

/** 16 KB: with the usual window, making room for it takes longer than the work on a trace of a few KB. */
const windowLog = 14;

/** A trace as it is stored: the spans as JSON, compressed. */
export type PackedTrace = Omit<KeptTrace, 'spans'> & { readonly packed: Uint8Array };

/** About a third of the size in 30 µs; on another thread it would take three times as long. */
export function packTrace({ spans, ...trace }: KeptTrace): PackedTrace {
  const params = { [constants.ZSTD_c_windowLog]: windowLog };
  return { ...trace, packed: zstdCompressSync(Buffer.from(JSON.stringify(spans)), { params }) };
}

export async function insertTraces(db: Transaction<RunTables>, traces: readonly PackedTrace[]): Promise<void> {
  for (const { traceId, run, item, startedAt, outcome, reasons, packed } of traces) {
    await sql`
      insert or replace into traces (id, run, item, started_at, outcome, reasons, spans)
      select ${traceId}, runs.number, items.number, ${Math.floor(startedAt)}, ${outcome}, ${reasons.join(' ')}, ${packed}
      from runs left join items on items.run = runs.number and items.id = ${item ?? null}
      where runs.id = ${run}`.execute(db);
  }
}

export async function findTrace(db: Kysely<RunTables>, traceId: string): Promise<KeptTrace | undefined> {
  const row = await db
    .selectFrom('traces')
    .innerJoin('runs', 'runs.number', 'traces.run')
    .leftJoin('items', 'items.number', 'traces.item')
    .select([
      'runs.id as run',
      'items.id as item',
      'traces.started_at',
      'traces.outcome',
      'traces.reasons',
      'traces.spans',
    ])
    .where('traces.id', '=', traceId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { run, item, started_at: startedAt, outcome, reasons, spans } = row;
  return {
    traceId,
    run,
    ...(item === null ? {} : { item }),
    startedAt,
    outcome,
    reasons: reasons.split(' ') as KeepReason[],
    spans: JSON.parse(zstdDecompressSync(spans).toString()) as TraceSpan[],
  };
}

/** How many are gone. */
export async function pruneTraces(db: Transaction<RunTables>, before: number, mostBytes: number): Promise<number> {
  const { rows } = await sql`
    delete from traces
    where started_at < ${before} or number in (
      select number from (
        select number, sum(length(spans)) over (order by started_at desc, number desc) as total from traces
        where started_at >= ${before}
      )
      where total > ${mostBytes}
    )
    returning number`.execute(db);
  return rows.length;
}
