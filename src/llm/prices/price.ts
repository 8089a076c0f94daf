import { type Cost, type NanoDollars, nanoDollars } from '#core/money.ts';
import type { Usage } from '../language-model.ts';

/** Nano-dollars for a million tokens: whole numbers, for all prices that are published. */
export type Rates = {
  readonly input: number;
  /** Input that the provider reads from its cache, and input that it writes to it. */
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
  /** Output spent on reasoning. */
  readonly reasoning: number;
};

/** What a model's calls cost, by the list that says so. */
export type Price = {
  /** The list and its version. */
  readonly version: string;
  /** By the length of the input: the last whose `above` is less than the input counts for all of the call. */
  readonly tiers: readonly { readonly above: number; readonly rates: Rates }[];
  /** Nano-dollars for a call, whatever it uses. */
  readonly perCall: number;
};

/** The price version of amounts that the provider itself named. */
export const namedByProvider = 'provider';

/**
 * What a call costs, frozen with the version of its price. An amount that the provider names stands above any list.
 * The cost is `reported` when the provider told the amount or the tokens, and `estimated` when the tokens are.
 */
export function costOf(usage: Usage, price: Price | undefined): Cost {
  const { source, cost } = usage;
  if (cost !== undefined) return { source: 'reported', amount: cost, priceVersion: namedByProvider };
  if (price === undefined) return { source: 'unpriced' };
  return { source, amount: amountOf(usage, price), priceVersion: price.version };
}

/** To the nearest nano-dollar, halves up. */
export function amountOf(usage: Usage, price: Price): NanoDollars {
  const { input, cachedInput, cacheWrite = 0, output, reasoning } = usage;
  const rates = ratesFor(input, price);
  const parts: readonly (readonly [tokens: number, rate: number])[] = [
    [input - cachedInput - cacheWrite, rates.input],
    [cachedInput, rates.cachedInput],
    [cacheWrite, rates.cacheWrite],
    [output - reasoning, rates.output],
    [reasoning, rates.reasoning],
  ];
  return rounded(parts, price, million / 2n);
}

/** The most that a call can cost that has at most so many tokens, rounded up. */
export function mostOf(input: number, output: number, price: Price): NanoDollars {
  const possible = price.tiers.filter(({ above }) => above < input || above === 0);
  const most = (read: (rates: Rates) => number) => Math.max(...possible.map(({ rates }) => read(rates)));
  const parts: readonly (readonly [number, number])[] = [
    [input, most((rates) => Math.max(rates.input, rates.cachedInput, rates.cacheWrite))],
    [output, most((rates) => Math.max(rates.output, rates.reasoning))],
  ];
  return rounded(parts, price, million - 1n);
}

/** Whether a model with this price can cost anything. */
export function isFree({ tiers, perCall }: Price): boolean {
  return perCall === 0 && tiers.every(({ rates }) => Object.values(rates).every((rate) => rate === 0));
}

const million = 1_000_000n;

/** In whole numbers: a million tokens at a hundred dollars are beyond what a double holds exactly. */
function rounded(parts: readonly (readonly [number, number])[], { perCall }: Price, up: bigint): NanoDollars {
  const sum = parts.reduce((total, [tokens, rate]) => total + BigInt(tokens) * BigInt(rate), 0n);
  return nanoDollars(Number((sum + up) / million) + perCall);
}

function ratesFor(input: number, { tiers }: Price): Rates {
  const tier = tiers.findLast(({ above }) => above < input) ?? tiers[0];
  if (tier === undefined) throw new TypeError('a price without rates');
  return tier.rates;
}
