import type { LanguageModel } from './language-model.ts';

/** Characters of each text: spans hold no more. */
const longest = 2_000;

/** Tells what is asked and answered, cut short, as events. Only for those who have asked for it: it is kept and sent. */
export function disclosed(model: LanguageModel): LanguageModel {
  return {
    id: model.id,
    complete: async (request, context) => {
      context.event('content', { system: request.system.slice(0, longest), input: request.user.slice(0, longest) });
      const result = await model.complete(request, context);
      context.event('content', { output: JSON.stringify(result.answer).slice(0, longest) });
      return result;
    },
  };
}
