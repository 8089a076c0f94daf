import { observe } from '#core/observe.ts';
import type { Observer } from '#core/observer.ts';
import type { LanguageModel } from './language-model.ts';

/** Leaves a fact of kind `model_call` for every call, with what the adapter noted. Goes inside `resilient`. */
export function observed(model: LanguageModel, observer: Observer): LanguageModel {
  return {
    id: model.id,
    complete: (request, context) =>
      observe(observer, { kind: 'model_call', name: model.id }, context, (call) => model.complete(request, call)),
  };
}
