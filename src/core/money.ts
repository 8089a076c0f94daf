/** An amount of US dollars as an integer number of nano-dollars (1e-9), so that sums are exact. */
export type NanoDollars = number & { readonly __unit: 'nano-dollars' };

/**
 * What something cost, and how that is known. An unknown price is `unpriced`, never zero.
 * `priceVersion` names the price list that made the amount, so that it can be computed again.
 */
export type Cost =
  | { readonly source: 'unpriced' }
  | { readonly source: 'reported' | 'estimated'; readonly amount: NanoDollars; readonly priceVersion: string };

/** @throws RangeError when the amount is not a safe integer: a rounding error in money is a bug. */
export function nanoDollars(amount: number): NanoDollars {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of nano-dollars: ${amount}`);
  return amount as NanoDollars;
}
