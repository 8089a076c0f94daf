import type { Step } from './panel.ts';

/** The first has no lower bound. */
export function thresholdSteps(steps: readonly Step[]) {
  return steps.map(([color, from]) => ({ color, value: from ?? null }));
}
