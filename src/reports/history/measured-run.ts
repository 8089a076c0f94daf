import type { RunTotal } from '#core/ledger.ts';
import type { RunCounts } from '#core/run-store.ts';

/** A total of one run, with its labels told apart. */
export type MeasuredTotal = Omit<RunTotal, 'labels'> & { readonly labels: Readonly<Record<string, string>> };

/** How a run came out, by the limits that it was started with. */
export type Ending =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly reasons: readonly string[] }
  | { readonly kind: 'unfinished'; readonly state: 'running' | 'stopped' };

/** A run with all that its facts come to. Times are milliseconds since the Unix epoch. */
export type MeasuredRun = {
  readonly id: string;
  /** Empty when nobody said whose work it was. */
  readonly project: string;
  readonly startedAt: number;
  readonly finishedAt: number | undefined;
  readonly counts: RunCounts;
  readonly totals: readonly MeasuredTotal[];
  readonly ending: Ending;
};

export function measuredTotals(totals: readonly RunTotal[]): readonly MeasuredTotal[] {
  return totals.map(({ labels, ...total }) => ({
    ...total,
    labels: JSON.parse(labels) as Readonly<Record<string, string>>,
  }));
}
