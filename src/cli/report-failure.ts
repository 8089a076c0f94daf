import { CommanderError } from 'commander';
import { ruleOf } from '#core/failure.ts';
import { toPipelineError } from '#core/pipeline-error.ts';

/** A failure in words a user can act on. The exit code. A stack only for what is a bug of ours. */
export function reportFailure(error: unknown): number {
  // Commander has said what is wrong already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const failure = toPipelineError(error);
  const { advice, exitCode } = ruleOf(failure.category);
  console.error(`\n${failure.category}: ${failure.message}\n  ${advice}`);
  if (failure.category === 'internal') console.error(failure.details['stack'] ?? '');
  return exitCode;
}
