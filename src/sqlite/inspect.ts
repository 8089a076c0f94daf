import { DatabaseSync } from 'node:sqlite';

export type Inspection =
  | { readonly readable: false; readonly reason: string }
  | {
      readonly readable: true;
      /** How many migrations the file has seen. */
      readonly version: number;
      /** What SQLite finds wrong with the file, at most ten complaints; empty when it is sound. */
      readonly complaints: readonly string[];
    };

/**
 * Looks at a database file without changing it, also while others work with it. Reads the whole file
 * (`pragma quick_check`), so that it takes about as long as copying it would.
 */
export function inspectDatabase(path: string): Inspection {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
    const version = Number(database.prepare('pragma user_version').get()?.['user_version'] ?? 0);
    const rows = database.prepare('pragma quick_check(10)').all();
    const said = rows.map((row) => String(row['quick_check']));
    return { readable: true, version, complaints: said.filter((line) => line !== 'ok') };
  } catch (error) {
    return { readable: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    database?.close();
  }
}
