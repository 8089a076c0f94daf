import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { PipelineError } from '#core/pipeline-error.ts';
import { migrate } from './migrate.ts';

/** Opens a SQLite file for Kysely, as `openFile` does. */
export function openDatabase<Tables>(path: string, migrations: readonly string[]): Kysely<Tables> {
  return queryBuilder(openFile(path, migrations));
}

/**
 * Kysely over a file that is open. Statements that are prepared on the file itself belong to the same connection: what
 * writes goes into the works of a group commit, where nothing else of the connection comes in between.
 */
export function queryBuilder<Tables>(file: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapter(file) }) });
}

/**
 * Opens a SQLite file through node:sqlite, creating it or bringing it up to date if need be.
 *
 * WAL, so that others read while one writes. `synchronous = NORMAL`: a commit survives the death of the
 * process; only a power failure can lose the last ones (and never corrupts the file). A second writer waits
 * up to 10 s for its turn.
 *
 * @param migrations SQL scripts, oldest first; a script that has been released is never changed.
 * @throws PipelineError `store` when the file cannot be opened, or was made by a newer version.
 */
export function openFile(path: string, migrations: readonly string[]): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: 10_000 });
    useWriteAheadLog(database);
    database.exec('pragma synchronous = normal; pragma foreign_keys = on');
    // 32 MiB of page cache.
    database.exec('pragma cache_size = -32768; pragma temp_store = memory');
    migrate(database, path, migrations);
    return database;
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw new PipelineError('store', `cannot open the database ${path}: ${String(cause)}`, { cause });
  }
}

const busy = 5;
const longestSwitch = { attempts: 200, pause: 20 };

/**
 * Processes that open a new file at the same time are in each other's way when they switch it to WAL, and SQLite does
 * not wait there by itself: https://www.sqlite.org/c3ref/busy_handler.html (where two would wait for each other).
 */
function useWriteAheadLog(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === busy;
      if (!isBusy || attempt === longestSwitch.attempts) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestSwitch.pause);
    }
  }
}

/** What Kysely's SQLite dialect asks of a driver, over node:sqlite. Prepared statements are kept. */
function adapter(database: DatabaseSync) {
  const statements = new Map<string, DriverStatement>();
  return {
    close: () => database.close(),
    prepare: (sql: string) => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      // A deferred transaction that reads first and writes later fails at once when another process wrote
      // in between; an immediate one waits for its turn.
      const statement = driverStatement(database.prepare(sql === 'begin' ? 'begin immediate' : sql));
      if (statements.size >= mostStatements) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
  };
}

type DriverStatement = ReturnType<typeof driverStatement>;

function driverStatement(statement: StatementSync) {
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
    // Results are read in pages, never through an open cursor, which would block the only connection.
    iterate: (): never => {
      throw new Error('read in pages instead of streaming');
    },
  };
}

/** The program's own statements are a few dozen; this only bounds what a mistake could keep. */
const mostStatements = 500;
