import type { Kysely, Transaction } from 'kysely';

type Write<Tables> = (transaction: Transaction<Tables>) => unknown;
type Waiting<Tables> = {
  readonly work: Write<Tables>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
};

/** Gives writes that arrive together one transaction. A promise resolves once its write is committed. */
export type GroupCommit<Tables> = {
  write<T>(work: (transaction: Transaction<Tables>) => T | Promise<T>): Promise<T>;
};

/** Blocks the event loop for about 2 ms at the most (100 rows of 5 KB; 1,000 rows take 35 ms). */
const mostTogether = 100;

/**
 * Under load, many items come to a write in the same turn of the event loop; one commit for all of them is
 * what makes SQLite fast. Nothing waits for company: what is there when the turn ends is written.
 *
 * @param last is done in each transaction once all its writes are, before it is committed.
 */
export function groupCommit<Tables>(
  database: Kysely<Tables>,
  last: (transaction: Transaction<Tables>) => Promise<void> = async () => undefined,
): GroupCommit<Tables> {
  let waiting: Waiting<Tables>[] = [];
  let busy = false;

  const flush = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostTogether);
      waiting = waiting.slice(mostTogether);
      await commit(database, batch, last);
    }
    busy = false;
  };

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve: resolve as (value: never) => void, reject });
        if (busy) return;
        busy = true;
        setImmediate(() => void flush());
      }),
  };
}

async function commit<Tables>(
  database: Kysely<Tables>,
  batch: readonly Waiting<Tables>[],
  last: (transaction: Transaction<Tables>) => Promise<void>,
): Promise<void> {
  try {
    const values = await database.transaction().execute(async (transaction) => {
      const results: unknown[] = [];
      for (const { work } of batch) results.push(await work(transaction));
      await last(transaction);
      return results;
    });
    for (const [index, { resolve }] of batch.entries()) resolve(values[index] as never);
  } catch (error) {
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) only.reject(error);
    // One bad write must not take the others with it: each gets a transaction of its own.
    else for (const single of batch) await commit(database, [single], last);
  }
}
