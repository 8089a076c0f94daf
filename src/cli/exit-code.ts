import type { RunResult } from '#app/execute-run.ts';
import { isTooPoor } from '#app/run-quality.ts';
import type { Settings } from '#app/settings.ts';
import { ruleOf } from '#core/failure.ts';

export type Limits = {
  /** `maxFailureRate` is the share of failed items among settled ones, 0 to 1, that is still good. */
  readonly run: Pick<Settings['run'], 'maxFailureRate'>;
  readonly quality: Pick<Settings['quality'], 'failOn'>;
};

/**
 * 0 all done (pages that do not exist included); 1 the run itself failed; 2 usage or configuration;
 * 3 more failures than allowed, or a quality threshold missed that counts (`quality.failOn`); 130 stopped by a person (128 + SIGINT, as shells expect).
 */
export function exitCodeOf(
  { failure, stopped, counts, quality }: RunResult,
  { run, quality: { failOn } }: Limits,
): number {
  if (failure !== undefined) return ruleOf(failure.category).exitCode;
  if (stopped) return 130;
  const settled = counts.succeeded + counts.failed + counts.not_found + counts.skipped;
  return counts.failed > run.maxFailureRate * settled || isTooPoor(quality, failOn) ? 3 : 0;
}
