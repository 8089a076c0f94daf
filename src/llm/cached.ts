import { nanoDollars } from '#core/money.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { type AnswerCache, type Answerer, type AnswerKey, answerKey } from './answer-cache.ts';
import type { Completion, CompletionResult, LanguageModel } from './language-model.ts';

export type AnswerCaching = {
  readonly answers: AnswerCache;
  readonly answerer: Answerer;
  /**
   * `use` what is kept, else ask and keep it; `refresh`: ask anew, once a run; `only` what is kept, and never ask;
   * `off`: neither look nor keep.
   */
  readonly mode: 'use' | 'refresh' | 'only' | 'off';
  /** Stores what is known of the item's calls: before its answer is kept, so that none is kept without its cost. */
  readonly commitFacts: (item: string) => Promise<void>;
};

/** What an answer costs that is there already. */
const nothing = { source: 'reported', amount: nanoDollars(0), priceVersion: 'answer cache' } as const;

/**
 * Answers from the cache when it may; an answer is kept before it is used, so that it is not paid for again. Failures
 * are not kept. The same question asked twice at once is asked once.
 *
 * @throws PipelineError `not_cached` when the model would have to be asked and may not be.
 */
export function cached(model: LanguageModel, caching: AnswerCaching): LanguageModel {
  const { answers, answerer, mode, commitFacts } = caching;
  const underWay = new Map<string, Promise<unknown>>();

  const keptAnswer = async (key: AnswerKey, context: StageContext) => {
    const kept = await answers.get(key);
    return mode !== 'refresh' || kept?.run === context.run ? kept : undefined;
  };
  const askAndKeep = async (key: AnswerKey, request: Completion, context: StageContext) => {
    const result = await model.complete(request, context);
    await commitFacts(context.item.id);
    // What the provider said about its limits was true at that moment only.
    const { limits: _, ...kept } = result;
    await answers.put(key, { result: kept, run: context.run, item: context.item.id, at: context.clock.now() });
    return result;
  };
  const answer = async (request: Completion, context: StageContext): Promise<CompletionResult> => {
    const key = answerKey(answerer, request);
    const name = JSON.stringify(key);
    // Whoever asks the same now will have kept it; if that fails, it is our turn.
    while (underWay.has(name)) await underWay.get(name)?.catch(() => undefined);
    const asking = Promise.withResolvers<void>();
    underWay.set(name, asking.promise);
    try {
      const kept = await keptAnswer(key, context);
      context.note({ cache: kept === undefined ? 'miss' : 'hit' });
      if (kept !== undefined) {
        context.event('cache_hit', { answered_at: new Date(kept.at).toISOString() });
        return { ...kept.result, cost: nothing };
      }
      if (mode === 'only') throw new PipelineError('not_cached', `the answer of ${model.id} is not in the cache`);
      return await askAndKeep(key, request, context);
    } finally {
      underWay.delete(name);
      asking.resolve();
    }
  };
  const bypass = (request: Completion, context: StageContext) => {
    context.note({ cache: 'bypassed' });
    return model.complete(request, context);
  };

  return {
    id: model.id,
    complete: async (request, context) => {
      context.note({ model: model.id });
      const result = await (mode === 'off' ? bypass(request, context) : answer(request, context));
      const { recovery } = result;
      context.note({ response_model: result.model, recovery, repairs: recovery === 'repair_turn' ? 1 : 0 });
      return result;
    },
  };
}
