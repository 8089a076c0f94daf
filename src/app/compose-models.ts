import { sqliteAnswerCache } from '#cache/sqlite-answer-cache.ts';
import type { CacheDatabase } from '#cache/cache-database.ts';
import type { Json } from '#core/json.ts';
import type { Observer } from '#core/observer.ts';
import type { RetryPolicy } from '#core/retry.ts';
import { automaticExtractor } from '#extraction/automatic.ts';
import { cascade } from '#extraction/cascade.ts';
import type { Extractor } from '#extraction/extractor.ts';
import { grounded } from '#extraction/grounding/grounded.ts';
import { modelExtractor } from '#extraction/model-extractor.ts';
import type { Prompt } from '#extraction/prompt.ts';
import { routed } from '#extraction/routed.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import type { Answerer } from '#llm/answer-cache.ts';
import { budgeted } from '#llm/budget/budgeted.ts';
import type { Budgets } from '#llm/budget/budgets.ts';
import { cached } from '#llm/cached.ts';
import { disclosed } from '#llm/disclosed.ts';
import { type Candidate, fallback } from '#llm/fallback.ts';
import type { LanguageModel } from '#llm/language-model.ts';
import type { LimiterPools } from '#llm/limiter/pools.ts';
import { rateLimited } from '#llm/limiter/rate-limited.ts';
import { modelHealth } from '#llm/model-health.ts';
import { observed } from '#llm/observed.ts';
import { openAiModel } from '#llm/openai-model.ts';
import { priced } from '#llm/priced.ts';
import type { PriceList } from '#llm/prices/price-list.ts';
import { addressOf, providerOf } from '#llm/providers.ts';
import { redacted } from '#llm/redacted.ts';
import { redactionsOf } from '#llm/redactions.ts';
import { reduced } from '#llm/reduced.ts';
import { resilient } from '#llm/resilient.ts';
import { priceFinder } from './costs.ts';
import type { ModelChoice, ModelEndpoint } from './model-choice.ts';
import type { Settings } from './settings.ts';

export type ModelSurroundings = {
  readonly cache: CacheDatabase;
  readonly observer: Observer;
  /** Stores what is known so far of an item's attempts. */
  readonly commitFacts: (item: string) => Promise<void>;
  readonly model: ModelChoice;
  readonly prices: PriceList;
  readonly budgets: Budgets;
  readonly limiters: LimiterPools;
  readonly prompt: Prompt | undefined;
};

/**
 * The extractor of the settings: the page's own data, models, or one after the other. What each finds is grounded
 * before the next is asked, as an ungrounded value is a doubtful one; and counted at the end.
 */
export function composeExtractor(settings: Settings, retries: RetryPolicy, around: ModelSurroundings): Extractor {
  const structured = grounded(structuredExtractor());
  const { model, prompt } = around;
  if (model.kind === 'none' || prompt === undefined) return structured;
  const models = composeModels(settings, model, retries, around);
  const { maxOutputTokens } = settings.model;
  const { maxDocumentTokens } = settings.extraction;
  const extractor = (name: string) =>
    grounded(modelExtractor({ model: models(name), prompt, maxOutputTokens, maxDocumentTokens }));

  const { routes, cascade: larger } = rulesFor(settings, model);
  const byDefault = larger === undefined ? extractor(model.name) : cascade(extractor(model.name), extractor(larger));
  const answers = routed(
    routes.map(({ model: name, ...when }) => ({ when, extractor: extractor(name) })),
    byDefault,
  );
  return grounded(
    settings.extraction.strategy === 'llm' ? answers : automaticExtractor({ structured, model: answers }),
  );
}

/** Names everything that decides what the extractor finds, so that a stored result of another is not used. */
export function extractorIdentity(settings: Settings, { model, prompt }: Pick<ModelSurroundings, 'model' | 'prompt'>) {
  if (model.kind === 'none') return 'structured';
  const { routes, cascade: larger } = rulesFor(settings, model);
  const rules = routes.length === 0 && larger === undefined ? '' : JSON.stringify({ routes, larger });
  const { strategy, maxDocumentTokens } = settings.extraction;
  return [strategy, model.name, prompt?.hash, maxDocumentTokens, rules].join(' ').trim();
}

/** Milliseconds that one delivery of an item may take over its models, waits in place included. */
export function modelTime(settings: Settings, model: ModelChoice): number {
  if (model.kind === 'none') return 0;
  const { cascade: larger, fallbacks } = rulesFor(settings, model);
  const asked = [model, ...model.further.filter(({ name }) => name === larger || fallbacks.includes(name))];
  return asked.reduce(
    (sum, { timeout }) =>
      sum + (settings.model.retries + 1) * (longest(settings, timeout) + longestLimiterWait + 5_000),
    0,
  );
}

/** Milliseconds that a call waits in place for the limits of its model; then its item is put back. */
export const longestLimiterWait = 90_000;

/** A long document (six characters a token) or answer has more time: see `deadlineOf`. An answer that was cut off gets twice the room. */
function longest({ extraction, model }: Settings, timeout: number): number {
  return timeout * Math.max(1, extraction.maxDocumentTokens / 8_000, (2 * model.maxOutputTokens) / 2_000);
}

/** The demonstration has one model, whatever is configured for other runs. */
function rulesFor({ model }: Settings, choice: Extract<ModelChoice, { kind: 'model' }>) {
  return choice.standIn
    ? { routes: [], cascade: undefined, fallbacks: [] }
    : { routes: model.routes, cascade: model.cascade, fallbacks: model.fallback };
}

/** Gives each model by its name, with all that is around it; each is made once, so that all share its health. */
export function composeModels(
  settings: Settings,
  choice: Extract<ModelChoice, { kind: 'model' }>,
  retries: RetryPolicy,
  { cache, observer, commitFacts, prices, budgets, limiters }: Omit<ModelSurroundings, 'model' | 'prompt'>,
): (name: string) => LanguageModel {
  const { answers: mode, fallbackOn, redact } = settings.model;
  const { fallbacks } = rulesFor(settings, choice);
  const answers = sqliteAnswerCache(cache, settings.cache.maxBytes);
  const redactions = redactionsOf(redact);

  const client = (endpoint: ModelEndpoint) =>
    settings.traces.content ? disclosed(openAiModel(endpoint)) : openAiModel(endpoint);
  const attempts = (endpoint: ModelEndpoint) => {
    const { name, id } = endpoint;
    const find = priceFinder(prices, endpoint);
    const { pool, ...limits } = endpoint.limits ?? {};
    const limiter = limiters.limiterFor(name, pool ?? `${addressOf(endpoint)} ${id}`, limits);
    const calls = observed(priced(client(endpoint), find), observer, 'model_call');
    return rateLimited(budgeted(calls, budgets, find), limiter);
  };
  const candidates = [choice, ...choice.further].map((endpoint) => ({
    endpoint,
    candidate: { model: resilient(attempts(endpoint), retries), health: modelHealth() } satisfies Candidate,
  }));
  const others = candidates.filter(({ endpoint }) => fallbacks.includes(endpoint.name));
  const inOrder = others.toSorted((a, b) => fallbacks.indexOf(a.endpoint.name) - fallbacks.indexOf(b.endpoint.name));

  const operations = candidates.map(({ endpoint, candidate }) => {
    const rest = inOrder.filter((other) => other.candidate !== candidate).map((other) => other.candidate);
    const asked = reduced(fallback([candidate, ...rest], { on: fallbackOn, patience: retries.patience }));
    const kept = cached(asked, { answers, answerer: answererOf(endpoint), mode, commitFacts });
    return [endpoint.name, observed(redacted(kept, redactions), observer, 'completion')] as const;
  });
  const byName = new Map(operations);
  return (name) => {
    const model = byName.get(name);
    if (model === undefined) throw new TypeError(`there is no model ${name}`);
    return model;
  };
}

function answererOf({ id, provider, baseUrl, structuredOutputs }: ModelEndpoint): Answerer {
  const parameters: Record<string, Json> = { structuredOutputs: structuredOutputs ?? 'auto' };
  return { provider: baseUrl ?? provider ?? providerOf(baseUrl), model: id, parameters };
}
