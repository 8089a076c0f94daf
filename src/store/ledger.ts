import type { Transaction } from 'kysely';
import type { Fact } from '#core/fact.ts';
import type { Measure, Measurement, RunLabels } from '#core/measurement.ts';
import { rowsStatement } from './rows-statement.ts';
import type { RunTables } from './tables.ts';

type Writing = Transaction<RunTables>;

/** Adds facts to the totals: once a transaction, for all the facts in it. */
export type LedgerWriter = {
  add(transaction: Writing, run: RunLabels, facts: readonly Fact[]): void;
  /** Is called in each transaction, after all that was added in it. */
  finish(transaction: Writing): Promise<void>;
};

export function ledgerWriter(measure: Measure): LedgerWriter {
  // A transaction that is rolled back takes its sums with it.
  const unfinished = new WeakMap<Writing, Sums>();
  return {
    add: (transaction, run, facts) => {
      const sums = unfinished.get(transaction) ?? new Map<string, Sum>();
      unfinished.set(transaction, sums);
      for (const fact of facts) {
        for (const measurement of measure(fact, run)) addTo(sums, run.pipeline, measurement, fact);
      }
    },
    finish: async (transaction) => {
      const sums = unfinished.get(transaction);
      if (sums !== undefined && sums.size > 0) await addToTotals(transaction, sums);
    },
  };
}

type Sum = {
  readonly pipeline: string;
  readonly metric: string;
  readonly labels: string;
  readonly bucket: string;
  readonly count: number;
  readonly sum: number;
  /** Of the last. */
  readonly trace: string;
  readonly value: number;
  readonly at: number;
};

/** By pipeline, metric, labels and bucket. */
type Sums = Map<string, Sum>;

function addTo(sums: Sums, pipeline: string, measurement: Measurement, { trace, at, duration }: Fact): void {
  const { series, value } = measurement;
  const { metric, labels } = series;
  const bucket = bucketText(measurement.bucket);
  const key = `${pipeline}\n${metric}\n${labels}\n${bucket}`;
  const { count, sum } = sums.get(key) ?? { count: 0, sum: 0 };
  const ended = Math.round(at + duration);
  sums.set(key, { pipeline, metric, labels, bucket, count: count + 1, sum: sum + value, trace, value, at: ended });
}

const upsert = rowsStatement({
  insert: 'insert into totals (pipeline, metric, labels, bucket, count, sum, trace, value, at)',
  row: '(?, ?, ?, ?, ?, ?, ?, ?, ?)',
  end: `on conflict (pipeline, metric, labels, bucket) do update set
    count = count + excluded.count, sum = sum + excluded.sum,
    trace = excluded.trace, value = excluded.value, at = excluded.at`,
});

async function addToTotals(db: Writing, sums: Sums): Promise<void> {
  const rows = [...sums.values()].map(({ pipeline, metric, labels, bucket, count, sum, trace, value, at }) => {
    return [pipeline, metric, labels, bucket, count, sum, trace, value, at];
  });
  await upsert(db, rows);
}

/** A counter has one row, without a bucket; the bounds of a histogram are numbers that JSON has not all of. */
export function bucketText(bucket: number | undefined): string {
  return bucket === undefined ? '' : String(bucket);
}

export function bucketOf(text: string): number | undefined {
  return text === '' ? undefined : Number(text);
}
