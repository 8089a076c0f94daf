import { type RunQuality, type ThresholdResult, unmet } from '#app/run-quality.ts';
import type { Line } from './layout.ts';

const shown = (value: number | null | undefined) => (value ?? 0).toFixed(2);

/** What the records are worth, and what of it is less than it should be. */
export function qualityLines(quality: RunQuality): readonly Line[] {
  const { score, ...measures } = quality.measures;
  if (score === undefined) return thresholdLines(quality);
  const parts = ['accuracy', 'completeness', 'clarity', 'coherence'].flatMap((name) =>
    measures[name] === undefined ? [] : [`${name} ${shown(measures[name])}`],
  );
  return [
    { text: '' },
    { text: `quality ${shown(score)} of 1: ${parts.join(', ')}`, indent: 4 },
    ...thresholdLines(quality),
  ];
}

/** The thresholds that are not met, each with what to do. */
export function thresholdLines({ thresholds }: Pick<RunQuality, 'thresholds'>): readonly Line[] {
  return unmet(thresholds).flatMap((result): readonly Line[] => [
    {
      text: `${result.severity}: ${missed(result)}`,
      indent: 4,
      tone: result.severity === 'critical' ? 'bad' : 'warning',
    },
    { text: `    ${result.action}`, indent: 4 },
  ]);
}

function missed({ measure, value, minimum, message }: ThresholdResult): string {
  return `${measure} is ${shown(value)}, and should be ${shown(minimum)} or more (${message})`;
}
