import {
  currencyCode,
  currencyOfMark,
  markIn,
  marks as patterns,
  thousandthCurrencies,
  wholeCurrencies,
} from './currency.ts';

export type Price = {
  readonly amount: number;
  /** ISO 4217, only when certain. */
  readonly currency?: string;
};

/** A price as it stands in a text. */
export type WrittenPrice = Price & {
  /** The mark of the currency as it is written: `€`, `kr`, `US$`. */
  readonly mark?: string;
  /** What stands on the line before the amount and its mark, and after them. */
  readonly before: string;
  readonly after: string;
};

export type PriceOptions = {
  /** BCP 47 tag of the page, which makes shared marks (`$`, `kr`) certain when it names a region. */
  readonly locale?: string;
  /** ISO 4217, when the currency stands elsewhere. */
  readonly currency?: string;
  /** Text that stands beside the price, where its mark is looked for when the price has none: a label, a heading. */
  readonly hint?: string;
  /** True for amounts written for machines, where a point is the decimal separator: `19.990` is 19.99. */
  readonly isMachineWritten?: boolean;
  /** True when an amount without a mark of its currency is no price. */
  readonly needsMark?: boolean;
};

const maximumText = 300;
/** How far from an amount its mark may stand, in characters. */
const reach = 14;
/** Digits in groups of three set apart by spaces or apostrophes, or digits with points and commas. */
const number = /\d{1,3}(?:[ '’]\d{3})+(?!\d)(?:[.,]\d{1,4}(?!\d))?|\d+(?:[.,'’]\d+)*|(?<![\d.,])\.\d{1,2}(?!\d)/gu;

/**
 * The first amount in a text that stands beside the mark of a currency, else the first amount.
 * Undefined when there is none. Old prices between ~~ are passed over.
 */
export function parsePrice(text: string, options: PriceOptions = {}): Price | undefined {
  const found = readPrice(text, options);
  if (found === undefined) return undefined;
  const { amount, currency } = found;
  return currency === undefined ? { amount } : { amount, currency };
}

/** As `parsePrice`, with the mark as it is written, and what stands around. */
export function readPrice(text: string, options: PriceOptions = {}): WrittenPrice | undefined {
  const line = plainLine(text.slice(0, maximumText));
  const best = bestAmount(line, options.needsMark ?? false);
  if (best === undefined) return undefined;
  const hinted = best.marks.length > 0 || options.hint === undefined ? undefined : markIn(options.hint);
  const written = [...best.marks.map(({ text: mark }) => mark), ...(hinted === undefined ? [] : [hinted])];
  const currency =
    options.currency ?? written.map((mark) => currencyOfMark(mark, options.locale)).find((code) => code !== undefined);
  const amount = parseAmount(best.digits, currency, options.isMachineWritten ?? false);
  if (amount === undefined) return undefined;
  const [mark] = written;
  return {
    amount,
    ...(currency === undefined ? {} : { currency }),
    ...(mark === undefined ? {} : { mark }),
    before: line.slice(0, Math.min(best.start, ...best.marks.map(({ start }) => start))),
    after: line.slice(Math.max(best.end, ...best.marks.map(({ end }) => end))),
  };
}

type Beside = { readonly before: RegExp; readonly after: RegExp };
type Mark = { readonly text: string; readonly start: number; readonly end: number };
type Amount = {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
};

function bestAmount(line: string, needsMark: boolean): Amount | undefined {
  const amounts = [...line.matchAll(number)].map(({ 0: digits, index }): Amount => {
    const end = index + digits.length;
    return {
      digits,
      start: index,
      end,
      marks: marksAround(line, index, end, needsMark ? patterns.strong : patterns.all),
    };
  });
  const marked = amounts.filter(({ marks }) => marks.length > 0);
  const best = marked.find(({ digits }) => !/^0+$/.test(digits)) ?? marked[0];
  return best ?? (needsMark ? undefined : amounts.find(({ start, end }) => !isOther(line, start, end)));
}

/** A percentage, or a number inside a word: `-20 %`, `A4`. */
function isOther(line: string, start: number, end: number): boolean {
  return /^\s?%/.test(line.slice(end, end + 2)) || /[\p{L}_-]$/u.test(line.slice(0, start));
}

/** Without old prices, with western digits and plain spaces. */
function plainLine(text: string): string {
  const open = text.includes('~~') ? text.replace(/~~.*?~~/g, ' ') : text;
  // The sign where the separator would be, as the French write it.
  const current = open.includes('€') ? open.replaceAll(/(\d)€(\d{2})(?![\d.,€])/g, '$1,$2€') : open;
  return /^[ -~]*$/.test(current) ? current : westernDigits(current.normalize('NFKC').replace(/\s/g, ' '));
}

/** The marks on both sides: `$12 USD` has two, and the second one is certain. */
function marksAround(line: string, start: number, end: number, { before, after }: Beside): readonly Mark[] {
  const from = Math.max(0, start - reach);
  const left = before.exec(line.slice(from, start));
  const right = after.exec(line.slice(end, end + reach));
  const found: Mark[] = [];
  if (left?.[1] !== undefined) found.push(withCode(line, from + left.index + left[0].lastIndexOf(left[1]), left[1]));
  if (right?.[1] !== undefined) {
    const at = end + right[0].indexOf(right[1]);
    found.push({ text: right[1], start: at, end: at + right[1].length });
  }
  return found;
}

/** In `NZD $100` the code is the mark, and certain. */
function withCode(line: string, start: number, text: string): Mark {
  const [, code, space] = /(?:^|[^\p{L}])([A-Z]{3})(\s{0,2})$/u.exec(line.slice(0, start)) ?? [];
  if (code === undefined || space === undefined || currencyCode(code) === undefined)
    return { text, start, end: start + text.length };
  return { text: code, start: start - space.length - code.length, end: start + text.length };
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
