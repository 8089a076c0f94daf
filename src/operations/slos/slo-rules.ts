import { pipelineLabel } from '#catalogue/metric.ts';
import type { Slo } from '#catalogue/slo.ts';
import type { Promql } from '../promql/promql.ts';
import type { RecordingRule, RuleGroup } from '../rules/rule.ts';
import { minute, type Timing } from '../rules/timing.ts';
import { errorBudget, periodDays, sloQueries } from './slo-queries.ts';
import { recordedSlo, sloRecords, type SloWindow, sloWindows } from './slo-records.ts';

/** The longest windows are read from the most samples, and change the least. */
const groups: readonly { readonly name: string; readonly windows: readonly SloWindow[]; readonly interval?: number }[] =
  [
    { name: 'slo', windows: ['1h', '6h', '1d', '3d'] },
    { name: `slo-${periodDays}d`, windows: ['30d'], interval: 5 * minute },
  ];

/** What is recorded of the objectives of a pipeline. */
export function sloRuleGroups(
  pipeline: string,
  slos: readonly Slo[],
  promql: Promql,
  { window: scaled }: Timing,
): readonly RuleGroup[] {
  return groups.map(({ name, windows, interval }) => ({
    name: `${pipeline}-${name}`,
    ...(interval === undefined ? {} : { interval: interval }),
    rules: slos.flatMap((slo) => {
      const labels = { [pipelineLabel]: pipeline, slo: slo.name };
      const { events, bad, burn } = sloQueries(promql, slo);
      const recorded = windows.flatMap((window): readonly RecordingRule[] => {
        const over = scaled(sloWindows[window]);
        const counted = [{ record: sloRecords.events(window), expr: events(over), labels }];
        if (slo.kind === 'ceiling') return [...counted, { record: sloRecords.burn(window), expr: burn(over), labels }];
        const [all, wrong] = [sloRecords.events(window), sloRecords.bad(window)].map((record) =>
          recordedSlo(record, pipeline, slo.name),
        );
        return [
          ...counted,
          { record: sloRecords.bad(window), expr: `${bad(over)} or ${events(over)} * 0`, labels },
          // Of what was recorded just before: rules of a group are looked at in their order.
          { record: sloRecords.burn(window), expr: `${wrong} / (${all} > 0) / ${errorBudget(slo.objective)}`, labels },
        ];
      });
      return windows.includes('30d') ? [...recorded, ...ofThePeriod(pipeline, slo, labels)] : recorded;
    }),
  }));
}

function ofThePeriod(
  pipeline: string,
  slo: Slo,
  labels: NonNullable<RecordingRule['labels']>,
): readonly RecordingRule[] {
  const left = {
    record: sloRecords.budgetLeft,
    expr: `1 - ${recordedSlo(sloRecords.burn('30d'), pipeline, slo.name)}`,
    labels,
  };
  if (slo.kind === 'ceiling') return [left];
  return [left, { record: sloRecords.objective, expr: `vector(${slo.objective})`, labels }];
}
