import { type RetryPolicy, retrying } from '#core/retry.ts';
import type { LanguageModel } from './language-model.ts';

/** Tries a failed call again as far as the failure's category and the policy allow. */
export function resilient(model: LanguageModel, policy: RetryPolicy): LanguageModel {
  return {
    id: model.id,
    complete: (request, context) =>
      retrying({ kind: 'model_call' }, policy, context, (attempt) => model.complete(request, attempt)),
  };
}
