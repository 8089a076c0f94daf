import type { Slo } from '#catalogue/slo.ts';
import type { Alert, Severity } from '../rules/rule.ts';
import { all } from '../rules/conditions.ts';
import { minute } from '../rules/timing.ts';
import { errorBudget } from './slo-queries.ts';
import { sloRecords, type SloWindow } from './slo-records.ts';

/** An error budget that is used up too fast over both windows: the long one says that it matters, the short one that it goes on. */
export type BurnRate = {
  readonly name: string;
  readonly severity: Severity;
  readonly long: SloWindow;
  readonly short: SloWindow;
  /** How many times as fast as the period allows. */
  readonly factor: number;
  readonly dueIn: string;
};

/**
 * For batches, which come about once a day: the short windows are as long as a run rather than minutes, between two
 * runs nothing is due, and the slow one spans three runs. 6 over 6 h is 5 % of the budget of 30 days, 1 over 3 d 10 %.
 * After the multi-window, multi-burn-rate alerts of the SRE workbook.
 * https://sre.google/workbook/alerting-on-slos/
 */
export const burnRates: readonly BurnRate[] = [
  { name: 'slo-burn-fast', severity: 'critical', long: '6h', short: '1h', factor: 6, dueIn: '5 days' },
  { name: 'slo-burn-slow', severity: 'warning', long: '3d', short: '1d', factor: 1, dueIn: '30 days' },
];

/** One bad event of a few is a large share, and says little. */
const leastEvents = 20;
const leastBad = 3;

/** @throws Error when an objective is such that an alert could never be due: at a burn rate of 1 / (1 - objective) all is bad. */
export function burnAlerts(pipeline: string, slos: readonly Slo[]): readonly Alert[] {
  for (const slo of slos) {
    for (const { name, factor } of burnRates) assertPossible(slo, name, factor);
  }
  const matcher = `{pipeline="${pipeline}"}`;
  return burnRates.map(({ name, severity, long, short, factor, dueIn }) => ({
    name,
    severity,
    expr: all(
      `${sloRecords.burn(long)}${matcher} > ${factor}`,
      `${sloRecords.burn(short)}${matcher} > ${factor}`,
      `${sloRecords.events(long)}${matcher} >= ${leastEvents}`,
      // Of a ceiling no event is bad by itself.
      `${sloRecords.bad(long)}${matcher} >= ${leastBad} or (${sloRecords.events(long)}${matcher} unless ${sloRecords.bad(long)}${matcher})`,
    ),
    for: minute,
    summary: 'The objective {{ $labels.slo }} is being missed',
    description: `Over ${long} the error budget of {{ $labels.slo }} was used up {{ $value | printf "%.1f" }} times as fast as 30 days allow. The alert is due above ${factor}, at which the budget lasts ${dueIn}.`,
    action: 'See which other alert is due for the same pipeline: it says why. If none is, run `npm run failures`.',
    dashboard: 'slos',
  }));
}

function assertPossible(slo: Slo, alert: string, factor: number): void {
  if (slo.kind === 'share' && factor * errorBudget(slo.objective) >= 1) {
    throw new Error(
      `${alert} could never be due for ${slo.name}: with all events bad it burns ${1 / errorBudget(slo.objective)}`,
    );
  }
}
