import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheMigrations } from '#cache/cache-database.ts';
import { inspectDatabase } from '#sqlite/inspect.ts';
import { migrations as runMigrations } from '#store/migrations.ts';
import { documentMigrations } from '#store/sqlite-shared-documents.ts';
import type { Finding } from './finding.ts';

type Database = {
  readonly name: string;
  readonly file: string;
  /** The version of its tables that this specbook knows. */
  readonly known: number;
  /** What to do when it is damaged. */
  readonly mend: string;
};

const databases: readonly Database[] = [
  {
    name: 'run store',
    file: 'runs.sqlite',
    known: runMigrations.length,
    mend: 'put a backup of the file in its place, or try `sqlite3 runs.sqlite .recover`; or move it away and begin with no runs',
  },
  {
    name: 'page cache',
    file: 'cache.sqlite',
    known: cacheMigrations.length,
    mend: 'move the file away: pages are fetched again when they are needed, pages brought in by hand must be imported again',
  },
  {
    name: 'model limits',
    file: 'limits.sqlite',
    known: documentMigrations.length,
    mend: 'move the file away: what models allow is learnt anew',
  },
];

/** Whether the files of the data directory are sound, and of a version that can be read. */
export function checkDatabases(directory: string): readonly Finding[] {
  return databases.map((database) => checkDatabase(database, join(directory, database.file)));
}

function checkDatabase({ name, known, mend }: Database, path: string): Finding {
  if (!existsSync(path)) return { name, state: 'ok', found: 'not there yet' };
  const inspected = inspectDatabase(path);
  if (!inspected.readable) {
    return { name, state: 'problem', found: `${path} cannot be read: ${inspected.reason}`, mend };
  }
  const { version, complaints } = inspected;
  if (complaints.length > 0) {
    return { name, state: 'problem', found: `${path} is damaged: ${complaints.join('; ')}`, mend };
  }
  if (version > known) {
    return {
      name,
      state: 'problem',
      found: `${path} was written by a newer specbook (version ${version} of its tables, ${known} is known here)`,
      mend: 'update specbook (git pull && npm install), or choose another data directory with --data',
    };
  }
  const older = version < known ? ` of ${known}; it is brought up to date when it is opened next` : '';
  return { name, state: 'ok', found: `sound, version ${version}${older}` };
}
