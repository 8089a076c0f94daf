import { nanoDollars } from '#core/money.ts';
import type { CompletionResult, LanguageModel } from '../language-model.ts';
import type { PriceFinder } from '../priced.ts';
import { mostOf } from '../prices/price.ts';
import type { Budgets } from './budgets.ts';
import { chargeOf, chargeOfFailure } from './charge.ts';
import { mostInputTokens } from './most-tokens.ts';

/**
 * Sets aside the most that a call can cost before it is sent, and charges what it did cost. Goes around each
 * attempt, so that repetitions, repairs and other models reserve too. A model whose price is not known has nothing
 * set aside: whoever sets a maximum must not use one.
 *
 * @throws PipelineError `budget_exceeded` when there is no room for the call, and none can become free.
 */
export function budgeted(model: LanguageModel, budgets: Budgets, find: PriceFinder): LanguageModel {
  return {
    id: model.id,
    complete: async (request, context) => {
      const price = find(model.id, context.clock.now());
      const most = price === undefined ? nothing : mostOf(mostInputTokens(request), request.maxOutputTokens, price);
      const settle = await budgets.reserve(most, model.id, context);
      if (context.signal.aborted) settle({ kind: 'nothing' });
      context.signal.throwIfAborted();
      let result: CompletionResult;
      try {
        result = await model.complete(request, context);
      } catch (error) {
        settle(chargeOfFailure(error, price));
        throw error;
      }
      settle(chargeOf(result.cost));
      return result;
    },
  };
}

const nothing = nanoDollars(0);
