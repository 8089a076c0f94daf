import { CompiledQuery, type QueryResult, type Transaction } from 'kysely';

/** An insert of many rows, for where it matters what it costs. */
export type RowsStatement = {
  /** What comes before the rows, for one row (`(?, ?)`), and what comes after. */
  readonly insert: string;
  readonly row: string;
  readonly end: string;
};

type Row = readonly (string | number | null)[];

/** For each number of rows there is a statement, which is prepared once and kept. */
const mostRows = 40;

/**
 * Inserts rows by statements that are written once. The query builder takes longer to write one than SQLite to run
 * it, and one JSON parameter for all rows takes three times as long to be read.
 */
export function rowsStatement<Returned = unknown>({ insert, row, end }: RowsStatement) {
  const statements = new Map<number, string>();
  const statementFor = (count: number) => {
    const statement = statements.get(count) ?? `${insert} values ${Array(count).fill(row).join(', ')} ${end}`;
    statements.set(count, statement);
    return statement;
  };
  return async <Tables>(db: Transaction<Tables>, rows: readonly Row[]): Promise<readonly Returned[]> => {
    const returned: Returned[] = [];
    for (let from = 0; from < rows.length; from += mostRows) {
      const some = rows.slice(from, from + mostRows);
      const query = CompiledQuery.raw(statementFor(some.length), some.flat());
      const result: QueryResult<unknown> = await db.executeQuery(query);
      returned.push(...(result.rows as Returned[]));
    }
    return returned;
  };
}
