import { currencyOfMark, markAfter, markBefore, thousandthCurrencies, wholeCurrencies } from './currency.ts';

export type Price = {
  readonly amount: number;
  /** ISO 4217, only when certain. */
  readonly currency?: string;
};

export type PriceOptions = {
  /** BCP 47 tag of the page, which makes shared marks (`$`, `kr`) certain when it names a region. */
  readonly locale?: string;
  /** ISO 4217, when the currency stands elsewhere. */
  readonly currency?: string;
  /** True for amounts written for machines, where a point is the decimal separator: `19.990` is 19.99. */
  readonly isMachineWritten?: boolean;
  /** True when an amount without a mark of its currency is no price. */
  readonly needsMark?: boolean;
};

const maximumText = 300;
/** Digits in groups of three set apart by spaces or apostrophes, or digits with points and commas. */
const number = /\d{1,3}(?:[ '’]\d{3})+(?!\d)(?:[.,]\d{1,4}(?!\d))?|\d+(?:[.,'’]\d+)*|(?<![\d.,])\.\d{1,2}(?!\d)/gu;

/**
 * The first amount in a text that stands beside the mark of a currency, else the first amount.
 * Undefined when there is none. Old prices between ~~ are passed over.
 */
export function parsePrice(text: string, options: PriceOptions = {}): Price | undefined {
  const line = westernDigits(
    text
      .slice(0, maximumText)
      .normalize('NFKC')
      .replace(/~~.*?~~/g, ' ')
      .replace(/\s/g, ' '),
  );
  const amounts = [...line.matchAll(number)].map(({ 0: digits, index }) => ({
    digits,
    marks: marksAround(line.slice(0, index), line.slice(index + digits.length)),
    isOther: /^\s?%/.test(line.slice(index + digits.length)) || /[\p{L}_-]$/u.test(line.slice(0, index)),
  }));
  const marked = amounts.filter(({ marks }) => marks.length > 0);
  const best =
    marked.find(({ digits }) => !/^0+$/.test(digits)) ??
    marked[0] ??
    (options.needsMark ? undefined : amounts.find(({ isOther }) => !isOther));
  if (best === undefined) return undefined;
  const currency =
    options.currency ??
    best.marks.map((mark) => currencyOfMark(mark, options.locale)).find((code) => code !== undefined);
  const amount = parseAmount(best.digits, currency, options.isMachineWritten ?? false);
  if (amount === undefined) return undefined;
  return currency === undefined ? { amount } : { amount, currency };
}

/** The marks on both sides: `$12 USD` has two, and the second one is certain. */
function marksAround(before: string, after: string): readonly string[] {
  return [markBefore.exec(before.slice(-12))?.[1], markAfter.exec(after.slice(0, 12))?.[1]].filter(
    (mark) => mark !== undefined,
  );
}

/** Decides which separator is the decimal one: the last, unless it groups digits by three. */
function parseAmount(digits: string, currency: string | undefined, isMachineWritten: boolean): number | undefined {
  const grouped = digits.replace(/[ '’]/g, '');
  const at = Math.max(grouped.lastIndexOf('.'), grouped.lastIndexOf(','));
  const separator = grouped[at];
  const whole = separator === undefined ? grouped : grouped.slice(0, at);
  const fraction = separator === undefined ? '' : grouped.slice(at + 1);
  const isGroup = separator !== undefined && isGrouping(whole, separator, fraction, currency, isMachineWritten);
  const written = `${whole.replace(/[.,]/g, '')}${isGroup || fraction === '' ? '' : '.'}${fraction}`;
  const amount = Number(written);
  return Number.isFinite(amount) && amount <= 1e12 ? amount : undefined;
}

function isGrouping(
  whole: string,
  separator: string,
  fraction: string,
  currency: string | undefined,
  isMachineWritten: boolean,
): boolean {
  if (whole.includes(separator)) return true;
  if (fraction.length !== 3 || /[.,]/.test(whole) || whole.length > 3 || whole.startsWith('0')) return false;
  if (currency !== undefined && wholeCurrencies.has(currency)) return true;
  if (currency !== undefined && thousandthCurrencies.has(currency)) return false;
  return !(isMachineWritten && separator === '.' && fraction.endsWith('0'));
}

/** Arabic-Indic and Persian digits and separators as western ones. */
function westernDigits(text: string): string {
  return text
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
