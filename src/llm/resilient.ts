import { type PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { type RetryPolicy, retrying } from '#core/retry.ts';
import type { Completion, LanguageModel } from './language-model.ts';

/** An answer that was cut off gets twice the room each time, up to this many times what was asked for. */
const mostRoom = 4;

/**
 * Tries a failed call again as far as the failure's category and the policy allow. An answer of no use is given back
 * to the model once, with what is wrong with it, to be mended; one that was cut off is asked for with more room.
 */
export function resilient(model: LanguageModel, policy: RetryPolicy): LanguageModel {
  return {
    id: model.id,
    complete: (request, context) => {
      let next = request;
      let mended = false;
      return retrying({ kind: 'model_call', attributes: { model: model.id } }, policy, context, async (attempt) => {
        try {
          return await model.complete(next, attempt);
        } catch (error) {
          next = following(request, next, mended, toPipelineError(error));
          mended ||= next.repair !== undefined;
          throw error;
        }
      });
    },
  };
}

/** What to ask after a failure. */
function following(
  asked: Completion,
  last: Completion,
  mended: boolean,
  { category, details }: PipelineError,
): Completion {
  if (category !== 'llm_output') return last;
  if (details['cut_off'] === true) {
    const maxOutputTokens = Math.min(asked.maxOutputTokens * mostRoom, last.maxOutputTokens * 2);
    return { ...asked, maxOutputTokens };
  }
  const { answer, problems } = details;
  const again = { ...asked, maxOutputTokens: last.maxOutputTokens };
  if (mended || typeof answer !== 'string' || !Array.isArray(problems)) return again;
  return { ...again, repair: { answer, problems: problems.map(String) } };
}
