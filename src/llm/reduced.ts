import { type PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { LanguageModel } from './language-model.ts';

/** How often a question is shortened; with no better hint, 3 times leave an eighth. */
const mostTimes = 3;
/** A little less than what should fit: tokens are not characters. */
const margin = 0.9;

/**
 * Asks about less of the document when it is too long for the model: as much less as the provider says, else half.
 * Goes inside of the cache, so that what is known to be too long is not sent again.
 */
export function reduced(model: LanguageModel): LanguageModel {
  return {
    id: model.id,
    complete: async (request, context) => {
      let share = 1;
      for (let times = 0; ; times += 1) {
        const shorter = share === 1 ? request : request.shorter?.(share);
        try {
          return await model.complete({ ...request, ...shorter }, context);
        } catch (error) {
          const failure = toPipelineError(error);
          if (failure.category !== 'llm_context_length' || times === mostTimes) throw error;
          share *= fittingShare(failure);
          if (request.shorter?.(share) === undefined) throw error;
          context.event('document_reduced', { share });
          context.note({ document_share: share });
        }
      }
    },
  };
}

/** The part of the question that fits, as far as the provider says what is its limit and what was sent. */
function fittingShare({ details }: PipelineError): number {
  const { limit_tokens: limit, sent_tokens: sent } = details;
  const stated = typeof limit === 'number' && typeof sent === 'number' && sent > limit;
  return stated ? (limit / sent) * margin : 0.5;
}
