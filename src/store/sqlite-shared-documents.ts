import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '#core/json.ts';
import type { Changed, SharedDocuments } from '#core/shared-documents.ts';
import { openFile } from '#sqlite/database.ts';
import { guarded } from '#sqlite/store-error.ts';

/** Oldest first. A released one is never changed; a change is a new one at the end. */
export const documentMigrations: readonly string[] = [
  `
  create table documents (
    name text primary key,
    version integer not null,
    value text not null
  ) strict, without rowid;
  `,
];

type Known = { readonly version: number; readonly value: Json };

/**
 * Documents in one SQLite file that several processes may have open. A change is one short transaction, written
 * without Kysely: it is on the way of every model call. @throws PipelineError `store`
 */
export function sqliteSharedDocuments(path: string): SharedDocuments {
  const database = openFile(path, documentMigrations);
  const known = new Map<string, Known>();
  const versionOf = database.prepare('select version from documents where name = ?');
  const valueOf = database.prepare('select version, value from documents where name = ?');
  const inTurn = transactions(database);
  const store = database.prepare('insert or replace into documents (name, version, value) values (?, ?, ?)');

  const current = (name: string): Known | undefined => {
    const version = versionOf.get(name)?.['version'];
    const remembered = known.get(name);
    if (version === undefined || version === remembered?.version) return version === undefined ? undefined : remembered;
    const row = valueOf.get(name);
    const read = { version: Number(row?.['version']), value: JSON.parse(String(row?.['value'])) as Json };
    known.set(name, read);
    return read;
  };

  // Worked out before it is our turn to write, from what is remembered, and once more only if it was another's turn in
  // between: so what changes nothing waits for nobody, and nobody waits for long.
  const changed = <T>(name: string, change: (value: Json | undefined) => Changed<T>): T => {
    let before = known.get(name);
    let early = change(before?.value);
    if (early.value === before?.value) {
      const latest = current(name);
      if (latest !== before) early = change(latest?.value);
      before = latest;
      if (early.value === before?.value) return early.result;
    }
    return inTurn(() => {
      const latest = current(name);
      const { value, result } = latest === before ? early : change(latest?.value);
      if (value === latest?.value) return result;
      const version = (latest?.version ?? 0) + 1;
      store.run(name, version, JSON.stringify(value));
      known.set(name, { version, value });
      return result;
    });
  };

  return {
    change: (name, change) =>
      guarded(path, async () => {
        try {
          return changed(name, change);
        } catch (error) {
          // What was not committed is not known.
          known.delete(name);
          throw error;
        }
      }),
    close: async () => database.close(),
  };
}

/** Immediate, so that what is read in one is not changed by another process before it is written. */
function transactions(database: DatabaseSync) {
  const [begin, commit] = [database.prepare('begin immediate'), database.prepare('commit')];
  return <T>(work: () => T): T => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  };
}
