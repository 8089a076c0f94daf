import type { Attributes } from '#core/fact.ts';
import type { Repricing, RepricedLine, StoredCall } from '#core/run-costs.ts';
import type { StoredRun } from '#core/run-store.ts';
import { costOf, namedByProvider, type Price } from '#llm/prices/price.ts';
import { configure, type Said } from './configure.ts';
import { priceFinder, pricesOf } from './costs.ts';
import type { StoredConfiguration } from './execute-run.ts';
import { findRun, withRuns } from './find-run.ts';
import { spendingOf } from './spending.ts';
import { systemClock } from './system.ts';

export type Repriced = Repricing & {
  readonly run: string;
  /** What was stored of it before, the earliest first. */
  readonly before: readonly Repricing[];
};

/**
 * What the calls of a run would cost by the prices of now: the list that is installed, and what is configured. What
 * was frozen when the calls were made stays as it is; with `write` the result is stored beside it.
 *
 * @throws PipelineError `config` when there is no such run.
 */
export async function reprice(said: Said, id: string | undefined, write: boolean): Promise<Repriced> {
  return withRuns(said, async (runs) => {
    const run = await findRun(runs, id);
    const priceOf = pricesOfRun(said, run);
    const lines = new Map<string, RepricedLine>();
    for await (const call of runs.store.calls(run.id)) add(lines, call, priceOf);
    const repricing: Repricing = { at: systemClock.now(), lines: [...lines.values()] };
    const before = await runs.store.repricings(run.id);
    if (write) await runs.store.keepRepricing(run.id, repricing);
    return { run: run.id, ...repricing, before };
  });
}

type PriceOf = (attributes: Attributes, at: number) => Price | undefined;

/** Providers are those of the run; what is configured of prices, today's. */
function pricesOfRun(said: Said, { id, configuration }: StoredRun): PriceOf {
  const stored = configuration as Partial<StoredConfiguration>;
  const { configuration: then } = configure(said, { run: id, values: stored.settings ?? {} });
  const standIn = stored.demonstration === true;
  const prices = pricesOf(configure(said).configuration, standIn);
  const { name = '', baseUrl, provider, further } = then.model;
  const models = [{ name, baseUrl, provider }, ...further].map((model) => ({
    name: model.name,
    id: 'id' in model ? (model.id ?? model.name) : model.name,
    baseUrl: model.baseUrl,
    provider: model.provider,
  }));
  return ({ model: asked, response_model: answered = '' }, at) => {
    const unknown = { name: String(asked), id: String(asked), baseUrl, provider };
    const model = models.find((one) => one.name === asked) ?? unknown;
    const find = priceFinder(prices, model);
    return find(model.name, at) ?? find(String(answered), at);
  };
}

function add(lines: Map<string, RepricedLine>, { at, attributes }: StoredCall, priceOf: PriceOf): void {
  const { inputTokens, outputTokens, reported, estimated, unanswered } = spendingOf({ attributes });
  if (unanswered > 0) return;
  const model = String(attributes['model'] ?? attributes['response_model'] ?? '');
  const version = attributes['price_version'] ?? null;
  const was = { version: version === null ? null : String(version), nanoDollars: reported + estimated };
  const now = costNow(attributes, was, priceOf(attributes, at));
  const key = JSON.stringify([model, was.version, now.version]);
  const known = lines.get(key);
  lines.set(key, {
    model,
    calls: (known?.calls ?? 0) + 1,
    inputTokens: (known?.inputTokens ?? 0) + inputTokens,
    outputTokens: (known?.outputTokens ?? 0) + outputTokens,
    was: { ...was, nanoDollars: (known?.was.nanoDollars ?? 0) + was.nanoDollars },
    now: { ...now, nanoDollars: (known?.now.nanoDollars ?? 0) + now.nanoDollars },
  });
}

/** What the provider itself named stays: no list knows better. */
function costNow(attributes: Attributes, was: RepricedLine['was'], price: Price | undefined): RepricedLine['now'] {
  if (was.version === namedByProvider) return was;
  const number = (name: string) => Number(attributes[name] ?? 0);
  const cost = costOf(
    {
      input: number('input_tokens'),
      cachedInput: number('cached_tokens'),
      cacheWrite: number('cache_write_tokens'),
      output: number('output_tokens'),
      reasoning: number('reasoning_tokens'),
      source: attributes['usage_source'] === 'estimated' ? 'estimated' : 'reported',
    },
    price,
  );
  if (cost.source === 'unpriced') return { version: null, nanoDollars: 0 };
  return { version: cost.priceVersion, nanoDollars: cost.amount };
}
