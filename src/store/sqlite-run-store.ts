import { PipelineError } from '#core/pipeline-error.ts';
import type { RunStore } from '#core/run-store.ts';
import { openDatabase } from '#sqlite/database.ts';
import { groupCommit } from '#sqlite/group-commit.ts';
import { guarded, storeError } from '#sqlite/store-error.ts';
import { sqliteBudgets } from './budgets.ts';
import { claim } from './claim.ts';
import * as custody from './custody.ts';
import { enqueue } from './enqueue.ts';
import * as journal from './journal.ts';
import * as queries from './queries.ts';
import * as repricing from './repricing.ts';
import { migrations, type RunTables } from './tables.ts';
import { workloads } from './workloads.ts';

/** The run store in one SQLite file. Several processes may have it open. */
export function sqliteRunStore(path: string): RunStore {
  const db = openDatabase<RunTables>(path, migrations);
  const commits = groupCommit(db);
  const numbers = new Map<string, number>();

  const numberOf = async (run: string): Promise<number> => {
    const known = numbers.get(run);
    if (known !== undefined) return known;
    const row = await db.selectFrom('runs').select('number').where('id', '=', run).executeTakeFirst();
    if (row === undefined) throw new PipelineError('store', `there is no run ${run} in ${path}`);
    numbers.set(run, row.number);
    return row.number;
  };
  const write = <T>(run: string, work: (db: Parameters<typeof claim>[0], number: number) => Promise<T>) =>
    guarded(path, async () => {
      const number = await numberOf(run);
      return commits.write((transaction) => work(transaction, number));
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
    mark: (run, state, at) =>
      write(run, async (transaction, number) => {
        await transaction
          .updateTable('runs')
          .set({ state, finished_at: state === 'running' ? null : at })
          .where('number', '=', number)
          .execute();
      }),

    enqueue: (run, from, batch, complete) => write(run, (tx, number) => enqueue(tx, number, from, batch, complete)),
    claim: (run, limit, lease, now) => write(run, (tx, number) => claim(tx, number, limit, lease, now)),
    renew: (run, lease) => write(run, (tx, number) => custody.renew(tx, number, lease)),
    park: (run, parking, owner) =>
      write(run, async (tx, number) => {
        await journal.recordFacts(tx, number, parking.facts);
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

    record: (run, facts) => write(run, (tx, number) => journal.recordFacts(tx, number, facts)),
    checkpoint: (run, item, artifact, facts) =>
      write(run, async (tx, number) => {
        await journal.recordFacts(tx, number, facts);
        await journal.checkpoint(tx, number, item, artifact);
      }),
    settle: (run, settlement, owner) => write(run, (tx, number) => journal.settle(tx, number, settlement, owner)),

    counts: (run) => read(run, (number) => queries.counts(db, number)),
    workloads: (pipeline, limit) => guarded(path, () => workloads(db, pipeline, limit)),
    factTotals: (run) => read(run, (number) => queries.factTotals(db, number)),
    records: (run) => rows(run, (number) => queries.records(db, number)),
    failures: (run, filter) => rows(run, (number) => queries.failures(db, number, filter)),
    setAside: (run) => rows(run, (number) => queries.setAside(db, number)),

    calls: (run) => rows(run, (number) => repricing.calls(db, number)),
    keepRepricing: (run, repriced) => write(run, (tx, number) => repricing.keepRepricing(tx, number, repriced)),
    repricings: (run) => read(run, (number) => repricing.repricings(db, number)),

    budgets: sqliteBudgets(path, db, commits),

    close: () => guarded(path, () => db.destroy()),
  };
}
