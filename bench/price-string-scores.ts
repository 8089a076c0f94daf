import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markIn } from '#extraction/values/currency.ts';
import { readPrice } from '#extraction/values/price.ts';

type PriceString = {
  readonly text: string | null;
  /** What stands beside the price, or another text that holds its mark. */
  readonly currencyHint: string | null;
  readonly currency: string | null;
  readonly amount: string | null;
};

export type PriceStringScores = {
  readonly texts: number;
  /** Texts of which the amount, the mark as it is written, or both are right. */
  readonly amounts: number;
  readonly marks: number;
  readonly both: number;
  /** Texts that have a mark, and those of them that got an ISO 4217 code; the others' marks are shared by currencies. */
  readonly marked: number;
  readonly codes: number;
};

/** Reads the price texts of `price-strings.json` in the folder of corpora. */
export function priceStringScores(corpora: string): PriceStringScores {
  const all = JSON.parse(readFileSync(join(corpora, 'price-strings.json'), 'utf8')) as readonly PriceString[];
  const read = all.map(({ text, currencyHint, currency, amount }) => {
    const price = readPrice(text ?? '', currencyHint === null ? {} : { hint: currencyHint });
    return {
      amount: price?.amount === (amount === null ? undefined : Number(amount)),
      mark: (price?.mark ?? markIn(currencyHint ?? '') ?? null) === currency,
      marked: currency !== null,
      code: currency !== null && price?.currency !== undefined,
    };
  });
  const count = (is: (one: (typeof read)[number]) => boolean): number => read.filter(is).length;
  return {
    texts: all.length,
    amounts: count(({ amount }) => amount),
    marks: count(({ mark }) => mark),
    both: count(({ amount, mark }) => amount && mark),
    marked: count(({ marked }) => marked),
    codes: count(({ code }) => code),
  };
}
