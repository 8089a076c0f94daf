import { labelledField } from '../labels.ts';
import { currencyCode, currencyOfMark, marks as currencyMarks, mayMean } from '../values/currency.ts';
import { grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import { isSame, type Numeral, numeralsIn } from './numerals.ts';
import type { Passage, Passages } from './passages.ts';

export type PriceValue = { readonly amount: number; readonly currency?: string };

/** What stands before an amount that is not what one unit costs now. */
const otherBefore =
  /(?:shipping|delivery|versand\p{L}*|livraison|spedizione|env[ií]o|deposit|rrp|msrp|uvp|list price|was|statt|instead of|save|saving|saved|sparen|ersparnis|économ\p{L}*|rispar\p{L}*|ahorr\p{L}*|coupon|voucher|gift card|minimum|over|above|ab einem \p{L}*)[\s:.(]*(?:\p{L}{1,3})?[\s$€£]*$/iu;
/**
 * What stands behind an amount by the month, by the kilogram or the litre (a base price), or for shipping. By the metre
 * and the square metre is how much is sold that buildings are made of: that is the price.
 */
const otherAfter =
  /^[\s\p{Sc}\p{L}.]{0,5}(?:\/\s?(?:\d|mo\b|month|monat|mois|mes|kg|g\b|l\b|lit|ml|cl|oz|lb)|\(?(?:per|pro|par|al|por)\s(?:month|monat|mois|mese|mes|kg|l\b|lit|\d)|shipping|versand|livraison|off\b|sparen)/iu;
const struck = /~~.*?~~/gu;
/** Characters around an amount in which its mark and its label stand. */
const around = 30;

type Amount = {
  readonly passage: Passage;
  readonly numeral: Numeral;
  readonly marks: readonly string[];
  readonly isPrice: boolean;
};

/**
 * A price is grounded by an amount that the page calls a price or that stands beside the mark of a currency, is about
 * the product itself, and is neither struck through nor for shipping, for a month or by the kilogram.
 */
export function findPrice({ amount, currency }: PriceValue, { language, all }: Passages): Grounding {
  const same = all.flatMap(amountsIn).filter(({ numeral }) => numeral.meanings.some((one) => isSame(one, amount)));
  const prices = same.filter(({ isPrice, passage }) => isPrice && passage.about === 'product');
  const [first] = prices;
  if (first === undefined) return ungrounded(same.length > 0 ? 'elsewhere' : 'absent', String(amount));
  if (currency === undefined) return found(first);
  const stated = statedCurrencies(all);
  // `$` on an Australian page is the Australian dollar, unless the page's data name another.
  const isOpen = (mark: string) => currencyOfMark(mark, language) === undefined || stated.has(currency);
  const fitting = prices.find(({ marks }) =>
    marks.length === 0
      ? stated.has(currency)
      : marks.some((mark) => currencyOfMark(mark, language) === currency || (mayMean(mark, currency) && isOpen(mark))),
  );
  return fitting === undefined ? ungrounded('partial', currency) : found(fitting);
}

const found = ({ passage, numeral }: Amount) => grounded(passage, numeral.start, numeral.end);

function amountsIn(passage: Passage): readonly Amount[] {
  const { place, label, text } = passage;
  const isNamed = isPriceName(passage);
  if (place === 'link' || place === 'url' || (!isNamed && (place === 'structured_data' || place === 'meta'))) return [];
  const gaps = [...text.matchAll(struck)].map(({ 0: old, index }) => [index, index + old.length] as const);
  return numeralsIn(text).map((numeral) => {
    const before = lineBefore(text, numeral.start);
    const after = lineAfter(text, numeral.end);
    const { before: standsBefore, after: standsAfter } = isNamed ? currencyMarks.all : currencyMarks.strong;
    const marks = [standsBefore.exec(before)?.[1], standsAfter.exec(after)?.[1]].filter((mark) => mark !== undefined);
    const isOther =
      gaps.some(([start, end]) => numeral.start >= start && numeral.end <= end) ||
      otherBefore.test(`${label} ${before}`) ||
      otherAfter.test(after);
    return { passage, numeral, marks, isPrice: !isOther && (isNamed || marks.length > 0) };
  });
}

function isPriceName({ place, label }: Passage): boolean {
  if (place === 'specifications') return labelledField(label) === 'price';
  const last = label.split(/[.:]/u).findLast((part) => part !== 'amount') ?? '';
  return (place === 'structured_data' || place === 'meta') && /price$/iu.test(last);
}

/** The currencies that the page's own data name for its product. */
function statedCurrencies(all: readonly Passage[]): ReadonlySet<string> {
  const codes = all.flatMap(({ place, label, text, about }) => {
    const isStated = (place === 'structured_data' && about === 'product') || place === 'meta';
    return isStated && /currency/iu.test(label) ? (currencyCode(text) ?? currencyOfMark(text) ?? []) : [];
  });
  return new Set(codes);
}

function lineBefore(text: string, at: number): string {
  return (
    text
      .slice(Math.max(0, at - around), at)
      .split('\n')
      .at(-1) ?? ''
  );
}

function lineAfter(text: string, at: number): string {
  return text.slice(at, at + around).split('\n')[0] ?? '';
}
