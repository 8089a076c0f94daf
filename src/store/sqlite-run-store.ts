import type { Transaction } from 'kysely';
import type { Fact } from '#core/fact.ts';
import type { Measure } from '#core/measurement.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RunStore } from '#core/run-store.ts';
import type { TraceStore } from '#core/trace.ts';
import { openFile, queryBuilder } from '#sqlite/database.ts';
import { groupCommit } from '#sqlite/group-commit.ts';
import { guarded, storeError } from '#sqlite/store-error.ts';
import { addLosses, addUsage, keepQuality, mark } from './run-details.ts';
import { activityWriter } from './activity.ts';
import { sqliteBudgets } from './budgets.ts';
import { claim } from './claim.ts';
import * as custody from './custody.ts';
import { enqueue } from './enqueue.ts';
import { factWriter } from './fact-writer.ts';
import { figures } from './figures.ts';
import { itemHistory, itemOfTrace, listItems } from './item-history.ts';
import * as journal from './journal.ts';
import { ledgerWriter } from './ledger.ts';
import * as queries from './queries.ts';
import { migrations } from './migrations.ts';
import type { RunTables } from './tables.ts';
import { allRecords, recordsOf } from './records.ts';
import * as totals from './totals.ts';
import { runTotals } from './run-totals.ts';
import { findTrace, insertTraces, packTrace, pruneTraces } from './trace-store.ts';
import * as repricing from './repricing.ts';
import { workloads } from './workloads.ts';

type Writing = Transaction<RunTables>;

/** Traces are in the same file: a second connection to it would make writers of one process wait for each other. */
export type SqliteRunStore = RunStore & { readonly traces: TraceStore };

/**
 * The run store in one SQLite file. Several processes may have it open.
 *
 * @param measure what a fact adds to the totals of the ledger; without it nothing is added up.
 */
export function sqliteRunStore(path: string, { measure }: { readonly measure?: Measure } = {}): SqliteRunStore {
  const file = openFile(path, migrations);
  const db = queryBuilder<RunTables>(file);
  const writeFacts = factWriter(file);
  const ledger = measure === undefined ? undefined : ledgerWriter(measure);
  const activity = activityWriter();
  const commits = groupCommit(db, async (transaction) => {
    await ledger?.finish(transaction);
    await activity.finish(transaction);
  });
  const runs = new Map<string, journal.KnownRun>();

  const known = async (id: string): Promise<journal.KnownRun> => {
    const run = runs.get(id) ?? (await journal.knownRun(db, id));
    if (run === undefined) throw new PipelineError('store', `there is no run ${id} in ${path}`);
    runs.set(id, run);
    return run;
  };
  const numberOf = async (id: string) => (await known(id)).number;
  const write = <T>(id: string, work: (db: Writing, number: number, run: journal.KnownRun) => T | Promise<T>) =>
    guarded(path, async () => {
      const run = await known(id);
      return commits.write((transaction) => work(transaction, run.number, run));
    });
  const read = <T>(run: string, work: (number: number) => Promise<T>) =>
    guarded(path, async () => work(await numberOf(run)));
  const rows = async function* <T>(run: string, work: (number: number) => AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* work(await numberOf(run));
    } catch (error) {
      throw storeError(path, error);
    }
  };
  const keepFacts = (transaction: Writing, run: journal.KnownRun, facts: readonly Fact[]) => {
    const added = writeFacts(run.number, facts);
    ledger?.add(transaction, run, added);
    activity.note(transaction, run.number, added);
  };

  return {
    begin: ({ id, pipeline, project, startedAt, configuration, environment }) =>
      guarded(path, async () => {
        await db
          .insertInto('runs')
          .values({
            id,
            pipeline,
            project,
            state: 'running',
            started_at: startedAt,
            configuration: JSON.stringify(configuration),
            environment: JSON.stringify(environment),
          })
          .execute();
      }),
    find: (run) => guarded(path, () => queries.findRun(db, run)),
    list: (limit) => guarded(path, () => queries.listRuns(db, limit)),
    mark: (run, state, at, endedBy) => write(run, (tx, number) => mark(tx, number, { state, at, endedBy })),
    addUsage: (run, usage) => write(run, (tx, number) => addUsage(tx, number, usage)),
    addLosses: (run, losses) => write(run, (tx, number) => addLosses(tx, number, losses)),
    keepQuality: (run, quality) => write(run, (tx, number) => keepQuality(tx, number, quality)),

    enqueue: (run, from, batch, complete) => write(run, (tx, number) => enqueue(tx, number, from, batch, complete)),
    claim: (run, limit, lease, now) => write(run, (tx, number) => claim(tx, number, limit, lease, now)),
    renew: (run, lease) => write(run, (tx, number) => custody.renew(tx, number, lease)),
    park: (run, parking, owner) =>
      write(run, async (tx, number, of) => {
        keepFacts(tx, of, parking.facts);
        await custody.park(tx, number, parking, owner);
      }),
    release: async (run, owner) => {
      await write(run, (tx, number) => custody.release(tx, number, owner));
    },
    reclaim: async (run, now, isAlive) => {
      let freed = 0;
      for (const { owner, until } of await read(run, (number) => custody.owners(db, number))) {
        if (until > now && (await isAlive(owner))) continue;
        freed += await write(run, (tx, number) => custody.release(tx, number, owner));
      }
      return freed;
    },
    reopen: (run) => write(run, (tx, number) => custody.reopen(tx, number)),
    outlook: (run) => read(run, (number) => custody.outlook(db, number)),

    record: (run, facts) => write(run, (tx, _number, of) => keepFacts(tx, of, facts)),
    checkpoint: (run, item, artifact, facts) =>
      write(run, async (tx, number, of) => {
        keepFacts(tx, of, facts);
        await journal.checkpoint(tx, number, item, artifact);
      }),
    settle: (run, settlement, owner) =>
      write(run, async (tx, number, of) => {
        const settled = await journal.settle(tx, number, settlement, owner);
        if (settled) keepFacts(tx, of, settlement.facts);
        return settled;
      }),

    counts: (run) => read(run, (number) => queries.counts(db, number)),
    workloads: (pipeline, limit) => guarded(path, () => workloads(db, pipeline, limit)),
    factTotals: (run) => read(run, (number) => queries.factTotals(db, number)),
    figures: (pipeline, now) => guarded(path, () => figures(db, pipeline, now)),
    runTotals: (run, by) => guarded(path, async () => runTotals(db, await known(run), by)),
    records: (run, items) =>
      rows(run, (number) => (items === undefined ? allRecords(db, number) : recordsOf(db, number, items))),
    failures: (run, filter) => rows(run, (number) => queries.failures(db, number, filter)),
    setAside: (run) => rows(run, (number) => queries.setAside(db, number)),

    totals: () => guarded(path, () => totals.totals(db)),
    shown: () => guarded(path, () => totals.shown(db)),
    countShown: (series) => guarded(path, () => commits.write((tx) => totals.countShown(tx, series))),
    history: (run, item) => read(run, (number) => itemHistory(db, number, item)),
    itemOfTrace: (traceId) => guarded(path, () => itemOfTrace(db, traceId)),
    items: (run, limit) => read(run, (number) => listItems(db, number, limit)),

    traces: {
      keep: (traces) =>
        guarded(path, async () => {
          const packed = traces.map(packTrace);
          await commits.write((transaction) => insertTraces(transaction, packed));
        }),
      find: (traceId) => guarded(path, () => findTrace(db, traceId)),
      prune: (before, mostBytes) =>
        guarded(path, () => commits.write((transaction) => pruneTraces(transaction, before, mostBytes))),
    },
    calls: (run) => rows(run, (number) => repricing.calls(db, number)),
    keepRepricing: (run, repriced) => write(run, (tx, number) => repricing.keepRepricing(tx, number, repriced)),
    repricings: (run) => read(run, (number) => repricing.repricings(db, number)),

    budgets: sqliteBudgets(path, { file, db, commits }),

    close: () => guarded(path, () => db.destroy()),
  };
}
