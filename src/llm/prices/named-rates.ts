import type { Rates } from './price.ts';

/** Our names of rates, and those of the published prices. */
const listedNames = {
  input: 'input_mtok',
  cachedInput: 'cache_read_mtok',
  cacheWrite: 'cache_write_mtok',
  output: 'output_mtok',
  reasoning: 'output_reasoning_mtok',
} as const satisfies Record<keyof Rates, string>;

/**
 * Rates from dollars for a million tokens. What has no price of its own costs what the whole that it is part of
 * costs. Rounding only takes off what doubles add: no published price has more than nine decimals.
 */
export function namedRates(dollars: (listed: string, name: keyof Rates) => number | undefined): Rates {
  const rate = (name: keyof Rates) => {
    const amount = dollars(listedNames[name], name);
    return amount === undefined ? undefined : Math.round(amount * 1e9);
  };
  const input = rate('input') ?? 0;
  const output = rate('output') ?? 0;
  return {
    input,
    cachedInput: rate('cachedInput') ?? input,
    cacheWrite: rate('cacheWrite') ?? input,
    output,
    reasoning: rate('reasoning') ?? output,
  };
}
