import { sql, type Transaction } from 'kysely';
import type { Fact } from '#core/fact.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

/** Keeps when something last happened in each run: once a transaction, for all the facts in it. */
export type ActivityWriter = {
  note(transaction: Writing, run: number, facts: readonly Fact[]): void;
  /** Is called in each transaction, after all that was noted in it. */
  finish(transaction: Writing): Promise<void>;
};

export function activityWriter(): ActivityWriter {
  // A transaction that is rolled back takes its notes with it.
  const unfinished = new WeakMap<Writing, Map<number, number>>();
  return {
    note: (transaction, run, facts) => {
      if (facts.length === 0) return;
      const latest = unfinished.get(transaction) ?? new Map<number, number>();
      unfinished.set(transaction, latest);
      const ended = Math.max(...facts.map(({ at, duration }) => at + duration));
      latest.set(run, Math.max(latest.get(run) ?? 0, Math.round(ended)));
    },
    finish: async (transaction) => {
      for (const [run, at] of unfinished.get(transaction) ?? []) {
        await sql`update runs set active_at = max(coalesce(active_at, 0), ${at}) where number = ${run}`.execute(
          transaction,
        );
      }
    },
  };
}
