import { pipelineLabel } from '#catalogue/metric.ts';
import { matcherText } from '../promql/selector.ts';

/** What is recorded of each objective; its name is the label `slo`. */
export const sloRecords = {
  /** Over each of the windows: `slo:burn:ratio_6h`. */
  burn: (window: SloWindow) => `slo:burn:ratio_${window}`,
  events: (window: SloWindow) => `slo:events:increase_${window}`,
  bad: (window: SloWindow) => `slo:bad_events:increase_${window}`,
  /** The share that is promised to be good; only of those that promise a share. */
  objective: 'slo:objective:ratio',
  /** What is left of the error budget of the period: 1 all of it, 0 nothing, less when it is overdrawn. */
  budgetLeft: 'slo:budget_left:ratio_30d',
} as const;

/** Windows over which it is recorded, with their seconds. */
export const sloWindows = { '1h': 3_600, '6h': 21_600, '1d': 86_400, '3d': 259_200, '30d': 2_592_000 } as const;
export type SloWindow = keyof typeof sloWindows;

/** A recorded series of one objective, or of all that the variable of a dashboard stands for. */
export function recordedSlo(record: string, pipeline: string, slo?: string): string {
  const matchers = [
    matcherText(pipelineLabel, false, [pipeline]),
    ...(slo === undefined ? [] : [matcherText('slo', false, [slo])]),
  ];
  return `${record}{${matchers.join(',')}}`;
}

/** Every name that there is. */
export const allSloRecords: readonly string[] = [
  sloRecords.objective,
  sloRecords.budgetLeft,
  ...(Object.keys(sloWindows) as SloWindow[]).flatMap((window) => [
    sloRecords.burn(window),
    sloRecords.events(window),
    sloRecords.bad(window),
  ]),
];
