import { sql } from 'kysely';
import type { Fact } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { FailureDetails } from '#core/pipeline-error.ts';
import type {
  FactTotal,
  FailedItem,
  FailureFilter,
  RunCounts,
  RunState,
  SetAsideRow,
  StoredRun,
} from '#core/run-store.ts';
import type { RunUsage } from '#core/run-usage.ts';
import { itemColumns, json, paged, pageSize, placeOf, type Reading } from './paged.ts';

export async function findRun(db: Reading, id: string | undefined): Promise<StoredRun | undefined> {
  if (id === undefined) return (await listRuns(db, 1))[0];
  const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : storedRun(row);
}

/** The latest first. */
export async function listRuns(db: Reading, limit: number): Promise<readonly StoredRun[]> {
  const rows = await db.selectFrom('runs').selectAll().orderBy('number', 'desc').limit(limit).execute();
  return rows.map(storedRun);
}

type RunRow = Awaited<ReturnType<typeof selectRun>>;
const selectRun = (db: Reading) => db.selectFrom('runs').selectAll().executeTakeFirstOrThrow();

function storedRun(row: RunRow): StoredRun {
  return {
    id: row.id,
    pipeline: row.pipeline,
    project: row.project,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
    state: row.state as RunState,
    configuration: json(row.configuration),
    environment: json(row.environment),
    source: { rowsRead: row.rows_read, complete: row.source_complete === 1 },
    usage: row.usage === null ? undefined : (JSON.parse(row.usage) as RunUsage),
    quality: row.quality === null ? undefined : json(row.quality),
  };
}

export async function counts(db: Reading, run: number): Promise<RunCounts> {
  const states = await db
    .selectFrom('items')
    .select(['state', (item) => item.fn.countAll<number>().as('count')])
    .where('run', '=', run)
    .groupBy('state')
    .execute();
  const kinds = await db
    .selectFrom('set_aside')
    .select(['kind', (row) => row.fn.countAll<number>().as('count')])
    .where('run', '=', run)
    .groupBy('kind')
    .execute();
  const { rows_read: rows } = await db
    .selectFrom('runs')
    .select('rows_read')
    .where('number', '=', run)
    .executeTakeFirstOrThrow();
  const items = (state: string) => states.find((row) => row.state === state)?.count ?? 0;
  const aside = (kind: string) => kinds.find((row) => row.kind === kind)?.count ?? 0;
  return {
    rows,
    succeeded: items('succeeded'),
    failed: items('failed'),
    not_found: items('not_found'),
    skipped: items('skipped'),
    invalid: aside('invalid'),
    duplicate: aside('duplicate'),
    remaining: items('ready') + items('claimed'),
  };
}

export async function factTotals(db: Reading, run: number): Promise<readonly FactTotal[]> {
  const { rows } = await sql<FactTotal>`
    select kind, stage, outcome, count(*) as count, sum(duration) as duration
    from facts where run = ${run} group by kind, stage, outcome order by kind, stage, outcome`.execute(db);
  return rows as readonly (FactTotal & Pick<Fact, 'outcome'>)[];
}

export async function* failures(db: Reading, run: number, filter: FailureFilter = {}): AsyncGenerator<FailedItem> {
  for await (const row of paged((after) => failurePage(db, run, filter, after))) yield failedItem(row);
}

type FailureRow = Awaited<ReturnType<typeof failurePage>>[number];

function failurePage(db: Reading, run: number, { category, key }: FailureFilter, after: number) {
  return db
    .selectFrom('items')
    .innerJoin('failures', 'failures.item', 'items.number')
    .select([
      ...itemColumns,
      'items.state',
      'failures.category',
      'failures.stage',
      'failures.message',
      'failures.details',
    ])
    .select((row) =>
      row
        .selectFrom('facts')
        .select((fact) => fact.fn.countAll<number>().as('count'))
        .whereRef('facts.item', '=', 'items.number')
        .where('facts.kind', 'in', ['fetch', 'model_call'])
        .as('attempts'),
    )
    .where('items.run', '=', run)
    .where('items.state', 'in', ['failed', 'not_found', 'skipped'])
    .$if(category !== undefined, (query) => query.where('failures.category', '=', category ?? ''))
    .$if(key !== undefined, (query) => query.where('items.key', '=', key ?? ''))
    .where('items.number', '>', after)
    .orderBy('items.number')
    .limit(pageSize)
    .execute();
}

function failedItem(row: FailureRow): FailedItem {
  const { id, key, input, line, source, trace_id, state, attempts, category, stage, message, details } = row;
  return {
    item: { id, key, input: json(input) },
    ...placeOf(line, source),
    traceId: trace_id ?? '',
    outcome: state as FailedItem['outcome'],
    failure: {
      category: category as FailureCategory,
      stage,
      message,
      details: JSON.parse(details) as FailureDetails,
    },
    attempts: attempts ?? 0,
  };
}

export async function* setAside(db: Reading, run: number): AsyncGenerator<SetAsideRow> {
  const rows = paged((after) =>
    db
      .selectFrom('set_aside')
      .select(['position', 'line', 'source', 'kind', 'reason'])
      .where('run', '=', run)
      .where('position', '>', after)
      .orderBy('position')
      .limit(pageSize)
      .execute(),
  );
  for await (const { line, source, kind, reason } of rows) {
    yield { ...placeOf(line, source), kind: kind as SetAsideRow['kind'], reason };
  }
}
