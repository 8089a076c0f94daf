import type { PastAttempt } from '#core/fact.ts';
import { ruleOf } from '#core/failure.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { isGivenUp, type Operation, pastAttempts, retrying, type RetryPolicy } from '#core/retry.ts';
import type { PageFetcher } from './page-fetcher.ts';

/**
 * Tries again what may pass, as the policy and the failure's category have it.
 *
 * @throws PipelineError the last failure; for an item that was delivered before, when it had been given up already,
 * what is on record of that failure, and nothing is asked for.
 */
export function retried(fetcher: PageFetcher, policy: RetryPolicy): PageFetcher {
  const operation: Operation = { kind: 'fetch', attributes: { fetcher: fetcher.name } };
  return {
    ...fetcher,
    async fetch(url, context, earlier) {
      const past = pastAttempts(operation, context);
      const last = past.at(-1);
      if (last !== undefined && isGivenUp(past, policy)) throw remembered(last);
      return retrying(operation, policy, context, (attempt) => fetcher.fetch(url, attempt, earlier));
    },
  };
}

/** What is left of a failure in the fact of its attempt. */
function remembered({ outcome, attributes }: PastAttempt): PipelineError {
  const category = outcome === 'ok' ? 'internal' : outcome;
  const kept = ['status', 'vendor', 'snapshot', 'service'].flatMap((name) => {
    const value = attributes[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return new PipelineError(category, ruleOf(category).meaning, { details: Object.fromEntries(kept) });
}
