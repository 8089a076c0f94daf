import type { Json } from '#core/json.ts';
import type { RunCounts, RunStore } from '#core/run-store.ts';
import type { ProductRecord } from '#pipelines/specbook/record.ts';
import { type QualityFigures, qualityCounter } from '#quality/thresholds/figures.ts';
import {
  heldAgainst,
  type Severity,
  type Threshold,
  type ThresholdResult,
  unmet,
} from '#quality/thresholds/thresholds.ts';
import type { Settings } from './settings.ts';

export { unmet } from '#quality/thresholds/thresholds.ts';
export type { ThresholdResult } from '#quality/thresholds/thresholds.ts';

/** What the records of a run are worth, and which of the thresholds they reach. */
export type RunQuality = QualityFigures & { readonly thresholds: readonly ThresholdResult[] };

/** Goes through all records of the run, those of its earlier processes included. */
export async function qualityOf(
  store: Pick<RunStore, 'records'>,
  run: string,
  { succeeded, failed }: RunCounts,
  thresholds: readonly Threshold[],
): Promise<RunQuality> {
  const counter = qualityCounter();
  for await (const { record } of store.records(run)) {
    const { quality, values } = record as unknown as ProductRecord;
    counter.add({ ...quality, fields: Object.keys(values) });
  }
  const figures = counter.figures(succeeded + failed);
  return { ...figures, thresholds: heldAgainst(thresholds, figures) };
}

/** As it is stored with the run. */
export const asJson = (quality: RunQuality): Json => quality as unknown as Json;

/** Of a run that was kept; undefined when it never came to its end, or did so in an earlier version. */
export function storedQuality(quality: Json | undefined): RunQuality | undefined {
  return quality === undefined ? undefined : (quality as unknown as RunQuality);
}

/** Lines of the log for what is not reached. */
export function alarms({ thresholds }: RunQuality) {
  return unmet(thresholds).map(({ measure, value, minimum, severity, message, action }) => ({
    level: severity === 'critical' ? ('error' as const) : ('warn' as const),
    message: `quality threshold not met: ${measure} is ${value}, and should be ${minimum} or more (${message})`,
    attributes: { measure, value: value ?? 0, minimum, severity, action },
  }));
}

/** The thresholds that are missed and as severe as the settings say, the most severe first. */
export function severeMisses(
  { thresholds }: Pick<RunQuality, 'thresholds'>,
  failOn: Settings['quality']['failOn'],
): readonly ThresholdResult[] {
  const severe: readonly Severity[] =
    failOn === 'never' ? [] : failOn === 'warning' ? ['warning', 'critical'] : ['critical'];
  return unmet(thresholds).filter(({ severity }) => severe.includes(severity));
}
