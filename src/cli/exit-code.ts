import type { RunResult } from '#app/execute-run.ts';
import { ruleOf } from '#core/failure.ts';

/**
 * 0 all done (pages that do not exist included); 1 the run itself failed; 2 usage or configuration;
 * 3 more failures than allowed; 130 stopped by a person (128 + SIGINT, as shells expect).
 *
 * @param maxFailureRate the share of failed items among settled ones, 0 to 1, that is still good.
 */
export function exitCodeOf({ failure, stopped, counts }: RunResult, maxFailureRate: number): number {
  if (failure !== undefined) return ruleOf(failure.category).exitCode;
  if (stopped) return 130;
  const settled = counts.succeeded + counts.failed + counts.not_found + counts.skipped;
  return counts.failed > maxFailureRate * settled ? 3 : 0;
}
