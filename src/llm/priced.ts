import { PipelineError } from '#core/pipeline-error.ts';
import type { Cost } from '#core/money.ts';
import type { StageContext } from '#core/stage.ts';
import type { LanguageModel, Usage } from './language-model.ts';
import { costOf, type Price } from './prices/price.ts';

/** What a model of the same provider costs at a time (milliseconds since the epoch); undefined when nobody says. */
export type PriceFinder = (name: string, at: number) => Price | undefined;

/**
 * Puts a price on every answer, also on those that are of no use, and notes it on the call's fact. Goes inside
 * `observed`. The price is that of the model that was asked; of the one that answered, when only that is known
 * (a deployment has a name of its own).
 */
export function priced(model: LanguageModel, find: PriceFinder): LanguageModel {
  return {
    id: model.id,
    complete: async (request, context) => {
      const at = context.clock.now();
      try {
        const result = await model.complete(request, context);
        const cost = costOf(result.usage, find(model.id, at) ?? find(result.model, at));
        noteCost(cost, context);
        return { ...result, cost };
      } catch (error) {
        const usage = usageIn(error);
        if (usage !== undefined) noteCost(costOf(usage, find(model.id, at)), context);
        throw error;
      }
    },
  };
}

function noteCost(cost: Cost, context: StageContext): void {
  if (cost.source === 'unpriced') context.note({ cost_source: cost.source });
  else {
    const { source, amount, priceVersion } = cost;
    context.note({ cost_source: source, cost_nano_dollars: amount, price_version: priceVersion });
  }
}

/** What an answer took that was of no use: the adapter leaves it in the failure's details. */
export function usageIn(error: unknown): Usage | undefined {
  if (!(error instanceof PipelineError)) return undefined;
  const { usage } = error.details;
  return typeof usage === 'object' && usage !== null && 'input' in usage && 'output' in usage
    ? (usage as unknown as Usage)
    : undefined;
}
