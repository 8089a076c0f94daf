import type { Json } from '#core/json.ts';
import { evidenceOf } from '#extraction/grounding/evidence.ts';
import { findValue } from '#extraction/grounding/find-value.ts';
import type { Grounding } from '#extraction/grounding/grounding.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { type GoldField, goldFieldNames, type GoldPage } from './corpus-documents.ts';
import { type Searchable, rawPage, standsIn } from './raw-page.ts';
import { type Draw, seededDraw } from './seeded-draw.ts';

/** `right`, or what is wrong with the value. */
export const kinds = ['right', 'of another page', 'a digit changed', 'digits swapped', 'point moved'] as const;
type Kind = (typeof kinds)[number];

/** A value that is put before a page as though an extractor had found it there, and what grounding says. */
export type Trial = {
  readonly page: string;
  readonly field: GoldField;
  readonly kind: Kind;
  readonly text: string;
  /** Whether the value stands somewhere in the raw page, whatever it means there. */
  readonly isInPage: boolean;
  readonly grounding: Grounding;
};

/** Other pages whose value each page is given. */
const othersTried = 3;
const ownFields: Readonly<Record<GoldField, string>> = {
  price: 'price',
  currency: 'price',
  sku: 'sku',
  availability: 'availability',
  brand: 'brand',
  mpn: 'mpn',
  gtin: 'gtin',
};
/** The gold's marks that are certain; of `$` the gold does not say whose dollar it is. */
const codes: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₽': 'RUB',
  '₴': 'UAH',
  zł: 'PLN',
  Kč: 'CZK',
};
const dollars = 'USD CAD AUD NZD SGD HKD MXN CLP COP ARS TWD UYU';

/** Every gold value as it is, and made wrong in every way that its field allows. */
export function groundingTrials(pages: readonly GoldPage[], seed = 1): readonly Trial[] {
  const draw = seededDraw(seed);
  return pages.flatMap((page, index) => {
    const raw = rawPage(page.html);
    return goldFieldNames.flatMap((field) => {
      const [text] = page.gold[field] ?? [];
      if (text === undefined) return [];
      const planted = [['right', text] as const, ...wrongValues(pages, index, field, text, draw)];
      return planted.flatMap(([kind, value]) => trial(page, raw, field, kind, value));
    });
  });
}

function wrongValues(pages: readonly GoldPage[], index: number, field: GoldField, text: string, draw: Draw) {
  const right = new Set((pages[index]?.gold[field] ?? []).map(comparable));
  const others = Array.from({ length: pages.length - 1 }, (_, step) => pages[(index + step + 1) % pages.length]);
  const foreign = others
    .flatMap((page) => page?.gold[field]?.[0] ?? [])
    .filter((other) => !right.has(comparable(other)) && !(field === 'currency' && isSameCurrency(other, text)));
  const picked = field === 'availability' ? [...new Set(foreign)] : spread(foreign, othersTried, draw);
  const changed =
    field === 'availability' || field === 'brand' || field === 'currency' ? [] : withOtherDigits(text, draw);
  return [...picked.map((value) => ['of another page', value] as const), ...changed].filter(
    ([, value]) => !right.has(comparable(value)),
  );
}

function withOtherDigits(text: string, draw: Draw): readonly (readonly [Kind, string])[] {
  const places = [...text.matchAll(/\d/gu)].map(({ index }) => index);
  const at = places[Math.floor(draw() * places.length)];
  if (at === undefined) return [];
  const digit = (Number(text[at]) + 1 + Math.floor(draw() * 8)) % 10;
  const next = places.find(
    (place) => text[place + 1] !== undefined && /\d/u.test(text[place + 1] ?? '') && text[place] !== text[place + 1],
  );
  const swapped =
    next === undefined ? text : `${text.slice(0, next)}${text[next + 1]}${text[next]}${text.slice(next + 2)}`;
  const moved = /^\d+(?:\.\d+)?\s*$/u.test(text) && text.includes('.') ? String(Number(text) * 10) : text;
  return [
    ['a digit changed', `${text.slice(0, at)}${digit}${text.slice(at + 1)}`],
    ['digits swapped', swapped],
    ['point moved', moved],
  ];
}

function trial(page: GoldPage, raw: Searchable, field: GoldField, kind: Kind, text: string): readonly Trial[] {
  const value = valueOf(page, field, text);
  const target = productTarget.fields.find(({ name }) => name === ownFields[field]);
  if (value === undefined || target === undefined) return [];
  const grounding = findValue(target, value, evidenceOf(page.document).passages);
  const isInPage = standsIn(raw, field, text) || (kind === 'right' && grounding.is === 'grounded');
  return [{ page: page.id, field, kind, text, isInPage, grounding }];
}

/** The value as an extractor would give it: a currency together with the price that is right. */
function valueOf({ gold }: GoldPage, field: GoldField, text: string): Json | undefined {
  if (field === 'price') return { amount: Number(text) };
  if (field !== 'currency') return text;
  const currency = codes[text.trim()] ?? (/^[A-Z]{3}$/u.test(text) ? text : undefined);
  const amount = Number(gold.price?.[0]);
  return currency === undefined || Number.isNaN(amount) ? undefined : { amount, currency };
}

function isSameCurrency(one: string, other: string): boolean {
  const [first, second] = [codes[one] ?? one, codes[other] ?? other];
  return first === second || [first, second].every((code) => code === '$' || dollars.includes(code));
}

const comparable = (text: string) => {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  return /^\d+(?:\.\d+)?$/u.test(plain) ? String(Number(plain)) : plain;
};

function spread<T>(values: readonly T[], count: number, draw: Draw): readonly T[] {
  const unique = [...new Set(values)];
  const start = Math.floor(draw() * unique.length);
  return unique.length <= count
    ? unique
    : Array.from({ length: count }, (_, step) => unique[(start + step * 7) % unique.length] as T);
}
