import type { DatabaseSync } from 'node:sqlite';
import { PipelineError } from '#core/pipeline-error.ts';

/**
 * Runs the migrations that the file has not seen, in one transaction, so that two processes that open a new
 * file at the same time do it once. How many have run is SQLite's own `user_version`.
 */
export function migrate(database: DatabaseSync, path: string, migrations: readonly string[]): void {
  if (version(database) === migrations.length) return;
  database.exec('begin immediate');
  try {
    const from = version(database);
    if (from > migrations.length) {
      throw new PipelineError('store', `${path} was written by a newer specbook (version ${from} of its tables)`);
    }
    for (const migration of migrations.slice(from)) database.exec(migration);
    database.exec(`pragma user_version = ${migrations.length}`);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}

function version(database: DatabaseSync): number {
  const row = database.prepare('pragma user_version').get();
  return Number(row?.['user_version'] ?? 0);
}
