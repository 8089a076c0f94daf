/** What is told of a run besides its results: traces kept in the store, and what is sent or written elsewhere. */
export const telemetrySignals = ['traces', 'spans', 'metrics', 'log_lines'] as const;
export type TelemetrySignal = (typeof telemetrySignals)[number];

/** Something that was to be told of a run, and could not be. Of `metrics`, `count` is of exports. */
export type TelemetryLoss = { readonly signal: TelemetrySignal; readonly count: number };

/** What was lost, added up. */
export type TelemetryLosses = Readonly<Partial<Record<TelemetrySignal, number>>>;

export function addedUp(losses: readonly TelemetryLoss[]): TelemetryLosses {
  const sums: Partial<Record<TelemetrySignal, number>> = {};
  for (const { signal, count } of losses) sums[signal] = (sums[signal] ?? 0) + count;
  return sums;
}
