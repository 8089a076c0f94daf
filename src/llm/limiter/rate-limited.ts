import { PipelineError } from '#core/pipeline-error.ts';
import type { LanguageModel } from '../language-model.ts';
import { requestBytes } from '../request-bytes.ts';
import { endingOf, wordsOf } from './ending.ts';
import type { Limiter } from './limiter.ts';

/**
 * Lets a call through when the provider's limits have room for it. Goes inside `resilient`, so that every attempt
 * waits its turn. A wait is an event of the operation around the attempts, and its length stands on the attempt.
 *
 * @throws what `Limiter.acquire` throws when there is no room, and what the model throws.
 */
export function rateLimited(model: LanguageModel, limiter: Limiter): LanguageModel {
  return {
    id: model.id,
    complete: async (request, context) => {
      const call = { bytes: requestBytes(request), maxOutputTokens: request.maxOutputTokens };
      const permit = await limiter.acquire(call, context);
      const milliseconds = Math.round(permit.waited);
      if (permit.obstacle !== undefined) {
        context.event('limiter_wait', { model: model.id, limit: permit.obstacle, milliseconds });
      }
      try {
        const result = await model.complete(request, { ...context, limiterWait: milliseconds });
        const { input, output, source } = result.usage;
        permit.settle({ kind: 'used', input, output, exact: source === 'reported' }, result.limits);
        return result;
      } catch (error) {
        permit.settle(endingOf(error), error instanceof PipelineError ? wordsOf(error) : []);
        throw error;
      }
    },
  };
}
