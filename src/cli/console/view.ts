import { medianOf } from '#app/durations.ts';
import type { Spending } from '#app/spending.ts';
import type { Standing } from '#app/start-run.ts';
import type { Tally } from '#app/tally.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { RunCounts } from '#core/run-store.ts';

/** All that is shown of a run at one moment. Plain data: what is shown depends on nothing else. Times in milliseconds. */
export type View = {
  /** Of the whole run, over all its processes; what follows is of this process, except for the rate. */
  readonly counts: RunCounts;
  readonly sourceComplete: boolean;
  readonly elapsed: number;
  readonly inFlight: number;
  /** Items a second. */
  readonly rate: number | undefined;
  readonly failures: readonly Counted<FailureCategory>[];
  readonly blocks: readonly Counted<string>[];
  readonly rateLimits: { readonly sites: number; readonly model: number };
  /** The longest wait first. */
  readonly waiting: readonly { readonly host: string; readonly milliseconds: number }[];
  /** In the order in which stages first ended. */
  readonly medians: readonly { readonly stage: string; readonly milliseconds: number }[];
  readonly asksModel: boolean;
  readonly spending: Spending;
  readonly budgets: Tally['budgets'];
};

/** The most frequent first. */
export type Counted<Name> = { readonly name: Name; readonly count: number };

export const settledCount = ({ succeeded, failed, not_found, skipped }: RunCounts) =>
  succeeded + failed + not_found + skipped;

export type Moment = {
  readonly elapsed: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly rate: number | undefined;
  readonly asksModel: boolean;
};

export function viewOf(tally: Tally, { counts, sourceComplete }: Standing, moment: Moment): View {
  const { elapsed, now, rate, asksModel } = moment;
  const waits = [...tally.waiting].map(([host, { until }]) => ({ host, milliseconds: until - now }));
  const stages = [...tally.stages].filter(([, { durations }]) => durations.count > 0);
  return {
    counts,
    sourceComplete,
    elapsed,
    inFlight: tally.inFlight.size,
    rate,
    failures: counted(tally.categories),
    blocks: counted(tally.blocks),
    rateLimits: { ...tally.rateLimits },
    waiting: waits
      .filter(({ milliseconds }) => milliseconds > 0)
      .toSorted((left, right) => right.milliseconds - left.milliseconds),
    medians: stages.map(([stage, { durations }]) => ({ stage, milliseconds: medianOf(durations) })),
    asksModel,
    spending: tally.spending,
    budgets: tally.budgets,
  };
}

export function counted<Name>(counts: ReadonlyMap<Name, number>): readonly Counted<Name>[] {
  return [...counts].map(([name, times]) => ({ name, count: times })).toSorted((a, b) => b.count - a.count);
}

/**
 * Milliseconds until all is done. Only what can be known: not before the input has been read to its end, not
 * without a rate, and never less than the longest wait of a host.
 */
export function timeLeft({ counts, sourceComplete, rate, waiting }: View): number | undefined {
  if (!sourceComplete || rate === undefined || rate <= 0 || counts.remaining === 0) return undefined;
  return Math.max((counts.remaining / rate) * 1_000, waiting[0]?.milliseconds ?? 0);
}
