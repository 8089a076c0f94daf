/** An amount of US dollars as an integer number of nano-dollars (1e-9), so that sums are exact. */
export type NanoDollars = number & { readonly __unit: 'nano-dollars' };

/**
 * What something cost, and how that is known. It is `reported` when the provider told what was used (a price list then
 * makes the amount of it) or the amount itself, and `estimated` when what was used is counted by us. An unknown price
 * is `unpriced`, never zero. `priceVersion` names the price list that made the amount, so that it can be computed
 * again.
 */
export type Cost =
  | { readonly source: 'unpriced' }
  | { readonly source: 'reported' | 'estimated'; readonly amount: NanoDollars; readonly priceVersion: string };

/** An amount of nano-dollars: cents from a dollar on, and as many digits as it takes to see a small one. */
export function formatDollars(nano: number): string {
  const amount = nano / 1e9;
  if (amount === 0) return '$0';
  if (amount >= 1) return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  if (amount >= 0.001) return `$${amount.toFixed(4)}`;
  return `$${amount.toLocaleString('en-US', { maximumSignificantDigits: 2, maximumFractionDigits: 9 })}`;
}

/** @throws RangeError when the amount is not a safe integer: a rounding error in money is a bug. */
export function nanoDollars(amount: number): NanoDollars {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of nano-dollars: ${amount}`);
  return amount as NanoDollars;
}
