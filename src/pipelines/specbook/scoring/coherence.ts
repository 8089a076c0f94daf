import { folded } from '#extraction/fold.ts';
import { parseGtin } from '#extraction/values/gtin.ts';
import { toMillimetres } from '#extraction/values/length.ts';
import { toKilograms } from '#extraction/values/weight.ts';
import type { Document } from '#html/document.ts';
import type { Check } from '#quality/scores/scores.ts';
import { jsonLdEntities } from '#structured-data/json-ld-entities.ts';
import { mainProduct } from '#structured-data/main-product.ts';
import { textsAt } from '#structured-data/entities.ts';
import type { ProductField, ProductValues } from '../product.ts';
import type { Known } from './known.ts';
import { isUsual, regionOf } from './regions.ts';

/** Undefined when there is nothing to compare; an empty text when all is well; else what is wrong. */
type Rule = {
  readonly fact: ProductField;
  readonly ask: (values: ProductValues, document: Document) => string | undefined;
};

const fine = '';
/** Kilograms a cubic metre of the box around it: a curtain on its rod, and osmium. */
const leastDense = 0.05;
const densest = 22_600;

const rules: readonly Rule[] = [
  { fact: 'gtin', ask: ({ gtin, mpn }) => differ(gtin, mpn, 'is the part number as well') },
  { fact: 'gtin', ask: ({ gtin, sku }) => otherGtin(gtin, sku, 'article number') },
  { fact: 'mpn', ask: ({ gtin, mpn }) => otherGtin(gtin, mpn, 'part number') },
  {
    fact: 'brand',
    ask: ({ name, brand }) =>
      name === undefined || brand === undefined
        ? undefined
        : folded(name) === folded(brand)
          ? 'is all that the name says'
          : fine,
  },
  {
    fact: 'brand',
    ask: ({ brand, manufacturer, name, description }, page) =>
      brandInPage({ brand, manufacturer, name, description }, page),
  },
  { fact: 'price', ask: ({ price }, page) => withinOffers(price?.amount, page) },
  {
    fact: 'price',
    ask: ({ price }, { url, language }) => {
      const region = regionOf(url, language);
      if (price?.currency === undefined || region === undefined) return undefined;
      return isUsual(price.currency, region) ? fine : `is in ${price.currency}, and the page is for ${region}`;
    },
  },
  { fact: 'weight', ask: (values) => density(values) },
  {
    fact: 'description',
    ask: ({ name, description }) =>
      name === undefined || description === undefined
        ? undefined
        : folded(name) === folded(description)
          ? 'is the name once more'
          : fine,
  },
];

/** Whether the values go together; asked only where there are both sides to compare. */
export function coherenceChecks({ values, fieldOf }: Known, document: Document): readonly Check[] {
  return rules.flatMap(({ fact, ask }) => {
    const answer = ask(values, document);
    return answer === undefined ? [] : [{ field: fieldOf(fact), problem: answer === fine ? undefined : answer }];
  });
}

function differ(one: string | undefined, other: string | undefined, problem: string): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return folded(one) === folded(other) ? problem : fine;
}

/** A second number that is a GTIN by its check digit, and not the same: one of them is of another product. */
function otherGtin(gtin: string | undefined, number: string | undefined, called: string): string | undefined {
  if (gtin === undefined || number === undefined) return undefined;
  const other = number.length >= 12 ? parseGtin(number) : undefined;
  return other === undefined || other.padStart(14, '0') === gtin.padStart(14, '0')
    ? fine
    : `the ${called} ${number} is a GTIN, and another one than ${gtin}`;
}

function brandInPage(
  { brand, manufacturer, name, description }: Pick<ProductValues, 'brand' | 'manufacturer' | 'name' | 'description'>,
  { title, headings, specifications, text }: Document,
): string | undefined {
  if (brand === undefined) return undefined;
  const places = [
    name,
    manufacturer,
    description,
    title,
    ...headings,
    ...specifications.map(({ value }) => value),
    text,
  ];
  const wanted = folded(brand);
  return places.some((place) => place !== undefined && folded(place).includes(wanted))
    ? fine
    : 'stands neither in the name nor anywhere that people see';
}

/** The page's own offers name the price, or a range that it lies in. */
function withinOffers(amount: number | undefined, document: Document): string | undefined {
  const product = mainProduct(jsonLdEntities(document.structured.jsonLd), document)?.product;
  if (amount === undefined || product === undefined) return undefined;
  const offered = ['offers.price', 'offers.lowPrice', 'offers.highPrice', 'offers.priceSpecification.price']
    .flatMap((path) => textsAt(product, path))
    .map(Number)
    .filter((price) => price > 0);
  if (offered.length === 0) return undefined;
  const [least, most] = [Math.min(...offered), Math.max(...offered)];
  const range = least === most ? String(least) : `${least} to ${most}`;
  return amount >= least && amount <= most ? fine : `${amount} is not what the page's offers say (${range})`;
}

function density({ weight, dimensions }: ProductValues): string | undefined {
  const { width, height, depth, length, diameter, unit } = dimensions ?? { text: '' };
  const sides = [width ?? diameter, depth ?? diameter ?? length, height ?? length].flatMap((side) => side ?? []);
  if (weight === undefined || unit === undefined || sides.length < 3) return undefined;
  const volume = sides.reduce((product, side) => (product * toMillimetres(side, unit)) / 1_000, 1);
  const found = toKilograms(weight) / volume;
  return found >= leastDense && found <= densest
    ? fine
    : `${weight.value} ${weight.unit} do not go with the dimensions (${found.toPrecision(2)} kg a cubic metre)`;
}
