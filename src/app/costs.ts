import { PipelineError } from '#core/pipeline-error.ts';
import type { BudgetStore, DeclaredBudget } from '#core/budget.ts';
import { accountsAt, type BudgetLimit } from '#llm/budget/limits.ts';
import { limitsOf } from '#llm/budget/limits-of.ts';
import { type BudgetState, statesOf } from '#llm/budget/states.ts';
import { type PriceList, priceList } from '#llm/prices/price-list.ts';
import type { Price } from '#llm/prices/price.ts';
import { demoModelPrices } from '#demo/model/prices.ts';
import { addressOf } from '#llm/providers.ts';
import type { PriceFinder } from '#llm/priced.ts';
import type { ModelChoice, ModelEndpoint } from './model-choice.ts';
import type { Settings } from './settings.ts';

/** What the models of a run cost, and what it may spend on them. */
export type Costs = {
  readonly prices: PriceList;
  readonly tags: readonly string[];
  readonly limits: readonly BudgetLimit[];
  /** Of the default model, as the run begins; undefined when there is no model, or nobody says what it costs. */
  readonly price: Price | undefined;
  /** Models that may be asked and of which nobody says what they cost. */
  readonly unpriced: readonly string[];
};

/**
 * @param at milliseconds since the Unix epoch, when the run begins.
 * @throws PipelineError `config` for a maximum on money when it is not known what the model costs: it could not hold.
 */
export function costsOf(settings: Settings, model: ModelChoice, at: number): Costs {
  const tags = tagsOf(settings);
  const limits = limitsOf(settings.budget, tags);
  const prices = pricesOf(settings, model.kind === 'model' && model.standIn);
  const asked = model.kind === 'none' ? [] : askedModels(settings, model);
  const listed = asked.map((one) => ({ name: one.name, price: priceFinder(prices, one)(one.name, at) }));
  const unpriced = listed.filter(({ price }) => price === undefined).map(({ name }) => name);
  const maximum = limits.find((limit) => limit.maximum !== undefined);
  if (unpriced.length > 0 && maximum !== undefined) {
    const { setting, flag } = maximum;
    throw new PipelineError(
      'config',
      `${setting}${flag === undefined ? '' : ` (${flag})`} sets a maximum, but the price of ${unpriced.join(' and ')} is not known, so it could not be held. Say in prices.models what it costs ({input: 0, output: 0} for one of your own), or take the maximum away.`,
    );
  }
  return { prices, tags, limits, price: listed[0]?.price, unpriced };
}

/** The default model, and those that are named besides it. */
function askedModels(
  { model }: Settings,
  choice: Extract<ModelChoice, { kind: 'model' }>,
): readonly Pick<ModelEndpoint, 'name' | 'id' | 'provider' | 'baseUrl'>[] {
  if (choice.standIn) return [choice];
  const named = [...model.fallback, ...model.routes.map((route) => route.model), model.cascade];
  return [choice, ...choice.further.filter(({ name }) => named.includes(name))];
}

/** Finds what a model costs by the name that it is configured with, and others by what its provider calls them. */
export function priceFinder(
  prices: PriceList,
  endpoint: Pick<ModelEndpoint, 'name' | 'id' | 'provider' | 'baseUrl'>,
): PriceFinder {
  const baseUrl = addressOf(endpoint);
  const { name, id } = endpoint;
  // A price of one's own may be given under either name.
  return (asked, at) =>
    prices({ name: asked, baseUrl }, at) ?? (asked === name ? prices({ name: id, baseUrl }, at) : undefined);
}

/** The demonstration's model has a price of its own, so that its costs can be watched; nobody pays it. */
export function pricesOf({ prices }: Pick<Settings, 'prices'>, standIn: boolean): PriceList {
  return priceList(standIn ? { ...prices.models, ...demoModelPrices } : prices.models);
}

/** `name=value`, the project among them. */
export function tagsOf({ run }: Settings): readonly string[] {
  const { project, tags } = run;
  return [...new Set([...(project === '' ? [] : [`project=${project}`]), ...tags])];
}

/** Every budget that is configured, those of tags that the run has not among them: others watch over them, too. */
export function declaredBudgets({ budget }: Settings): readonly DeclaredBudget[] {
  return limitsOf(budget, Object.keys(budget.tags)).map(({ name, tag, period, maximum }) => ({
    name,
    tag,
    period,
    maximum,
  }));
}

/** How much of the budgets is gone. @param at milliseconds since the Unix epoch. */
export async function budgetsNow(
  store: BudgetStore,
  { tags, limits }: Pick<Costs, 'tags' | 'limits'>,
  run: string,
  at: number,
): Promise<readonly BudgetState[]> {
  if (limits.length === 0) return [];
  const keys = accountsAt({ run, tags, limits }, at).map(({ key }) => key);
  return statesOf(limits, await store.balances(keys), run, at);
}
