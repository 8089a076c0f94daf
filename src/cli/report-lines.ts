import { spentText, type WrittenReport } from '#app/report.ts';
import { count } from './console/numbers.ts';
import { plural } from './plural.ts';

/** What a person wants to know before opening the report. */
export function reportLines({ period, runs, summary, comparison, files }: WrittenReport): readonly string[] {
  const days = period.days === 1 ? 'today' : `in ${period.days} days`;
  const failed = runs.filter(({ ending }) => ending.kind === 'failed').length;
  const overall = summary.scores.get('overall')?.mean;
  return [
    ...(runs.length === 0
      ? [`no run began ${days}`]
      : [
          `${plural(runs.length, 'run')} ${days}${failed === 0 ? '' : `, ${failed} of them failed`}`,
          `records  ${count(summary.records)}, ${count(summary.valid)} of them valid`,
          `cost     ${spentText(summary.spent)}`,
          ...(overall === undefined ? [] : [`quality  overall score ${overall.toFixed(3)}`]),
        ]),
    ...(comparison === undefined ? [] : [`compared ${comparison.runs.map(({ id }) => id).join(' with ')}`]),
    '',
    ...files,
  ];
}
