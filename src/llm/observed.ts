import { observe } from '#core/observe.ts';
import type { Observer } from '#core/observer.ts';
import { nextNumber } from '#core/retry.ts';
import type { LanguageModel } from './language-model.ts';

/**
 * Leaves one fact each time, with what is noted inside of it: of kind `model_call` around a request to a model, of
 * kind `completion` around all that it takes to get an answer, cache, retries and other models included.
 */
export function observed(model: LanguageModel, observer: Observer, kind: 'model_call' | 'completion'): LanguageModel {
  const scope = { kind, name: model.id };
  return {
    id: model.id,
    complete: (request, context) => {
      // Attempts are numbered by whoever makes them; an operation may be one of several in its stage.
      const numbered = kind === 'completion' ? { ...context, attempt: nextNumber({ kind }, context) } : context;
      return observe(observer, scope, numbered, (scoped) => model.complete(request, scoped));
    },
  };
}
