import { currencyCode } from '#extraction/values/currency.ts';
import { toMillimetres } from '#extraction/values/length.ts';
import { parseGtin } from '#extraction/values/gtin.ts';
import { toKilograms } from '#extraction/values/weight.ts';
import type { Check } from '#quality/scores/scores.ts';
import type { ProductField, ProductValues } from '../product.ts';
import type { Known } from './known.ts';

/** In any currency: below is a price that is none, above is a number that is no price. */
const highestPrice = 10_000_000;
/** Millimetres: from a pin to a hall. */
const shortest = 0.5;
const longest = 30_000;
/** Kilograms: from a screw to a container. */
const lightest = 0.0001;
const heaviest = 10_000;

type Rule = { readonly fact: ProductField; readonly ask: (values: ProductValues) => string | undefined };

const rules: readonly Rule[] = [
  { fact: 'gtin', ask: ({ gtin }) => unless(parseGtin(gtin ?? '') !== undefined, 'its check digit is wrong') },
  {
    fact: 'price',
    ask: ({ price }) => {
      const { amount = 0, currency } = price ?? {};
      if (amount <= 0 || amount > highestPrice) return `${amount} is no price`;
      return unless(
        currency === undefined || currencyCode(currency) !== undefined,
        `${currency} is no currency that shops use`,
      );
    },
  },
  {
    fact: 'dimensions',
    ask: ({ dimensions }) => {
      const { text: _, unit, ...sides } = dimensions ?? { text: '' };
      if (unit === undefined) return undefined;
      const odd = Object.entries(sides).find(
        ([, length]) => length !== undefined && isOutside(toMillimetres(length, unit), shortest, longest),
      );
      return unless(odd === undefined, `${odd?.[0]} of ${odd?.[1]} ${unit} is not plausible`);
    },
  },
  {
    fact: 'weight',
    ask: ({ weight }) =>
      unless(
        weight === undefined || !isOutside(toKilograms(weight), lightest, heaviest),
        `${weight?.value} ${weight?.unit} is not plausible`,
      ),
  },
  { fact: 'images', ask: ({ images = [] }) => urlProblem(images) },
  { fact: 'documents', ask: ({ documents = [] }) => urlProblem(documents.map(({ url }) => url)) },
  { fact: 'sku', ask: ({ sku }) => identifierProblem(sku) },
  { fact: 'mpn', ask: ({ mpn }) => identifierProblem(mpn) },
];

/** Whether each value, taken by itself, can be what it is said to be. */
export function formatChecks({ values, fieldOf }: Known): readonly Check[] {
  return rules
    .filter(({ fact }) => values[fact] !== undefined)
    .map(({ fact, ask }) => ({ field: fieldOf(fact), problem: ask(values) }));
}

const unless = (isRight: boolean, problem: string) => (isRight ? undefined : problem);
const isOutside = (value: number, least: number, most: number) => value < least || value > most;

/** Pages of shops lead to files that anyone can fetch. */
function urlProblem(urls: readonly string[]): string | undefined {
  const wrong = urls.find((url) => {
    const { hostname = '', protocol } = URL.parse(url) ?? {};
    return (protocol !== 'http:' && protocol !== 'https:') || (!hostname.includes('.') && !hostname.includes(':'));
  });
  return wrong === undefined ? undefined : `${wrong} leads nowhere`;
}

function identifierProblem(text = ''): string | undefined {
  return unless(
    /[\p{L}\d]/u.test(text) && text.length <= 60 && text.split(' ').length <= 6,
    `"${text}" is no number of an article`,
  );
}
