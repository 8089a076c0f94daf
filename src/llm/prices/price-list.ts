import { createHash } from 'node:crypto';
import { calcPrice, findProvider, type ModelPrice } from '@pydantic/genai-prices';
import { PipelineError } from '#core/pipeline-error.ts';
import { namedRates } from './named-rates.ts';
import type { Price, Rates } from './price.ts';
import type { ConfiguredPrice } from './settings.ts';

/** A model, and where it is asked. */
export type PricedModel = {
  /** As the provider calls it. */
  readonly name: string;
  /** Of the API; OpenAI's own when undefined. */
  readonly baseUrl: string | undefined;
};

/** Finds what a model costs at a time (milliseconds since the epoch); undefined when nobody says. */
export type PriceList = (model: PricedModel, at: number) => Price | undefined;

/** The release of `@pydantic/genai-prices` that is installed; a test holds it to package.json. */
export const publishedVersion = 'genai-prices 0.1.8';

/**
 * The prices that are configured, before those that providers publish, as `@pydantic/genai-prices` has collected
 * them. A server that is not a known provider's has no published prices, whatever its models are called.
 *
 * @param configured by the model's name.
 * @throws PipelineError `config` for a configured price that is said to be that of a model nobody knows.
 */
export function priceList(configured: Readonly<Record<string, ConfiguredPrice>> = {}): PriceList {
  for (const [name, { sameAs }] of Object.entries(configured)) {
    if (sameAs !== undefined && publishedAs(sameAs, 0) === undefined) {
      const message = `prices.models: ${name} is to cost the same as ${sameAs}, which is no provider/model with a known price (for example openai/gpt-4o-mini)`;
      throw new PipelineError('config', message);
    }
  }
  return remembering(({ name, baseUrl }, at) => {
    const own = configured[name];
    if (own?.sameAs !== undefined) return publishedAs(own.sameAs, at);
    if (own !== undefined) return ownPrice(own);
    const provider = providerAt(baseUrl);
    return provider === undefined ? undefined : published(provider, name, at);
  });
}

/** Milliseconds: no price begins or ends within a minute. */
const minute = 60_000;

/** A look-up takes 30 µs, and every call makes several: each model's latest is kept while it holds. */
function remembering(list: PriceList): PriceList {
  const latest = new Map<string, { readonly minute: number; readonly price: Price | undefined }>();
  return (model, at) => {
    const key = `${model.baseUrl ?? ''} ${model.name}`;
    const now = Math.floor(at / minute);
    const known = latest.get(key);
    if (known?.minute === now) return known.price;
    const price = list(model, at);
    latest.set(key, { minute: now, price });
    return price;
  };
}

/** The provider whose API has that address, as the published prices call it; undefined when it is nobody's. */
export function providerAt(baseUrl: string | undefined): string | undefined {
  return baseUrl === undefined ? 'openai' : findProvider({ providerApiUrl: baseUrl })?.id;
}

function publishedAs(reference: string, at: number): Price | undefined {
  const [provider = '', ...name] = reference.split('/');
  return findProvider({ providerId: provider }) === undefined ? undefined : published(provider, name.join('/'), at);
}

function published(providerId: string, name: string, at: number): Price | undefined {
  // Gemini's interface takes names with this prefix as well.
  const found = calcPrice({}, name.replace(/^models\//u, ''), { providerId, timestamp: new Date(at) });
  if (found === null) return undefined;
  return priceOf(found.model_price, found.model.id.endsWith(':free'), publishedVersion);
}

/** A list that says nothing says nothing: only what is called free is taken for free. */
function priceOf(listed: ModelPrice, free: boolean, version: string): Price | undefined {
  if (free && Object.keys(listed).length === 0) return { version, tiers: [{ above: 0, rates: nothing }], perCall: 0 };
  if (listed['input_mtok'] === undefined || listed['output_mtok'] === undefined) return undefined;
  const starts = Object.values(listed).flatMap((price) =>
    typeof price === 'object' ? price.tiers.map(({ start }) => start) : [],
  );
  return {
    version,
    tiers: [0, ...new Set(starts.toSorted((left, right) => left - right))].map((above) => ({
      above,
      rates: namedRates((name) => dollarsIn(listed, name, above)),
    })),
    // In dollars for a thousand calls.
    perCall: Math.round((dollarsIn(listed, 'requests_kcount', 0) ?? 0) * 1e6),
  };
}

const nothing: Rates = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 };

/** What is listed for inputs that are longer than so many tokens. */
function dollarsIn(listed: ModelPrice, name: string, above: number): number | undefined {
  const price = listed[name];
  if (typeof price !== 'object') return price;
  return price.tiers.findLast(({ start }) => start <= above)?.price ?? price.base;
}

/** Its version is a digest of what it says, so that a changed price is another version. */
function ownPrice(own: ConfiguredPrice): Price {
  const said = Object.entries(own).toSorted(([left], [right]) => left.localeCompare(right));
  const digest = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 8);
  const { input = 0, output = 0, cachedInput = input, cacheWrite = input, reasoning = output, call = 0 } = own;
  const rates = { input, cachedInput, cacheWrite, output, reasoning };
  return {
    version: `configured ${digest}`,
    tiers: [{ above: 0, rates: namedRates((_listed, name) => rates[name]) }],
    perCall: Math.round(call * 1e9),
  };
}
