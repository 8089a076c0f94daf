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

  const changed = <T>(name: string, change: (value: Json | undefined) => Changed<T>): T => {
    const before = current(name);
    const { value, result } = change(before?.value);
    if (value === before?.value) return result;
    const version = (before?.version ?? 0) + 1;
    store.run(name, version, JSON.stringify(value));
    known.set(name, { version, value });
    return result;
  };

  return {
    change: (name, change) =>
      guarded(path, async () => {
        try {
          return inTransaction(database, () => changed(name, change));
        } catch (error) {
          // What was not committed is not known.
          known.delete(name);
          throw error;
        }
      }),
    close: async () => database.close(),
  };
}

/** Immediate, so that what is read is not changed by another process before it is written. */
function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}
