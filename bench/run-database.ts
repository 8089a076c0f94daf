import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Looks into the run store of a data directory that holds one run, from outside of the process that works on it. */
export type RunDatabase = {
  /** Items that are settled, whatever came of them. */
  settled(): number;
  /** Whether the run has come to its end, its outputs included. */
  finished(): boolean;
  /** Ids of the items that are not settled, and of which the stage's result is not kept. */
  openWithout(stage: string): ReadonlySet<string>;
  source(): { readonly rowsRead: number; readonly complete: boolean };
  close(): void;
};

export function openRunDatabase(dataDirectory: string): RunDatabase {
  const database = new DatabaseSync(join(dataDirectory, 'runs.sqlite'), { readOnly: true, timeout: 1_000 });
  // The index on (run, state) answers this by the settled items alone, however many wait.
  const settled = database.prepare(`
    select count(*) as count from items
    where run = (select max(number) from runs) and state in ('succeeded', 'failed', 'not_found', 'skipped')`);
  const source = database.prepare('select rows_read, source_complete from runs order by number desc limit 1');
  const open = database.prepare(`
    select id from items
    where run = (select max(number) from runs) and state not in ('succeeded', 'failed', 'not_found', 'skipped')
      and not exists (select 1 from artifacts where artifacts.item = items.number and artifacts.stage = ?)`);
  const state = database.prepare('select state from runs order by number desc limit 1');
  return {
    finished: () => state.get()?.['state'] === 'finished',
    settled: () => Number(settled.get()?.['count'] ?? 0),
    openWithout: (stage) => new Set(open.all(stage).map(({ id }) => String(id))),
    source: () => {
      const row = source.get();
      return { rowsRead: Number(row?.['rows_read'] ?? 0), complete: row?.['source_complete'] === 1 };
    },
    close: () => database.close(),
  };
}
