import type { RunResult } from '#app/execute-run.ts';
import { type Limits, tooManyFailed } from '#app/run-limits.ts';
import { severeMisses } from '#app/run-quality.ts';
import { ruleOf } from '#core/failure.ts';

export type { Limits } from '#app/run-limits.ts';

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
  return tooManyFailed(counts, run) || severeMisses(quality, failOn).length > 0 ? 3 : 0;
}
