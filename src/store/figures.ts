import type { Kysely } from 'kysely';
import type { FailureCategory } from '#core/failure.ts';
import type { RunFigures } from '#core/run-store.ts';
import type { RunUsage } from '#core/run-usage.ts';
import type { TelemetryLosses } from '#core/telemetry-loss.ts';
import { longestStall } from './stall.ts';
import { counts } from './queries.ts';
import type { RunTables } from './tables.ts';

export async function figures(db: Kysely<RunTables>, pipeline: string, now: number): Promise<RunFigures> {
  const ofPipeline = db.selectFrom('runs').where('pipeline', '=', pipeline);
  const states = await ofPipeline
    .select(['state', (run) => run.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const latest = await ofPipeline
    .select(['number', 'started_at', 'ended_by'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const finished = await ofPipeline
    .select(['started_at', 'finished_at'])
    .where('state', '=', 'finished')
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const told = await ofPipeline
    .select(['usage', 'losses'])
    .where('usage', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const inState = (state: string) => states.find((row) => row.state === state)?.count ?? 0;
  return {
    states: { running: inState('running'), stopped: inState('stopped'), finished: inState('finished') },
    latest: latest && {
      startedAt: latest.started_at,
      counts: await counts(db, latest.number),
      endedBy: (latest.ended_by as FailureCategory | null) ?? undefined,
    },
    finished: finished && { startedAt: finished.started_at, finishedAt: finished.finished_at ?? finished.started_at },
    usage: told && (JSON.parse(told.usage ?? '{}') as RunUsage),
    losses: told && (JSON.parse(told.losses ?? '{}') as TelemetryLosses),
    stalled: await longestStall(db, pipeline, latest?.number, now),
  };
}
