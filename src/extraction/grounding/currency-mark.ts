import { currencyOfMark } from '../values/currency.ts';

/** Marks that several currencies share, without the region that would decide. */
const shared: readonly (readonly [mark: RegExp, codes: string])[] = [
  [/^\$$/u, 'USD CAD AUD NZD SGD HKD MXN CLP COP ARS TWD UYU'],
  [/^kr\.?$/iu, 'SEK NOK DKK ISK'],
  [/^[¥￥]$/u, 'JPY CNY'],
  [/^rs\.?$/iu, 'INR PKR LKR'],
  [/^r$/iu, 'ZAR'],
];

/** Whether the mark stands for the currency (ISO 4217), or may do so, somewhere in the world. */
export function mayMean(mark: string, currency: string): boolean {
  const certain = currencyOfMark(mark);
  if (certain !== undefined) return certain === currency;
  return shared.some(([words, codes]) => words.test(mark.trim()) && codes.split(' ').includes(currency));
}
