import { isOfType, propertyOf } from './entities.ts';
import type { Entity, EntityValue } from './structured-data.ts';

/** What the page says elsewhere about which product it is about. */
export type PageClues = {
  readonly url: string;
  readonly canonicalUrl: string | undefined;
  readonly headings: readonly string[];
  readonly title: string;
};

/** `certainty`, 0 to 1: how sure it is that the page is about this product. */
export type MainProduct = { readonly product: Entity; readonly certainty: number };

const productTypes = new Set([
  'Product',
  'ProductModel',
  'ProductGroup',
  'IndividualProduct',
  'SomeProducts',
  'Vehicle',
  'Book',
  'product',
  'PRODUCT',
]);
/** Where other products are mentioned, and not the one that the page is about. */
const elsewhere =
  /^(isRelatedTo|isSimilarTo|isAccessoryOrSparePartFor|isConsumableFor|isVariantOf|hasVariant|itemListElement|related|relatedTo|itemOffered|hasPart|review|model|about|mentions)$/;

const maximumHeadings = 6;

type Found = { readonly product: Entity; readonly role: 'main' | 'top' | 'elsewhere' };

/**
 * The product that the page is about, or undefined when none is, or too many could be. A product whose address
 * or name is the page's counts most, then where in the data it stands. Several descriptions of the same
 * product are put together, the best one's properties first.
 */
export function mainProduct(entities: readonly Entity[], clues: PageClues): MainProduct | undefined {
  const found = entities.flatMap((entity) => productsIn(entity, 'top', 0));
  const words = wordsOfPage(clues);
  const scored = found
    .map((candidate, index) => ({ ...candidate, index, score: score(candidate, words) }))
    .toSorted((one, other) => other.score - one.score || one.index - other.index);
  const [best] = scored;
  if (best === undefined || best.score < 0) return undefined;
  const equals = scored.filter((candidate) => isSame(candidate.product, best.product));
  const rivals = scored.filter((candidate) => candidate.score >= best.score && !equals.includes(candidate));
  if (best.score < 3 && rivals.length > 2) return undefined;
  const certainty = best.score >= 3 ? 1 : rivals.length === 0 ? 0.9 : 0.5;
  return { product: merge(equals.map(({ product }) => product)), certainty };
}

function productsIn(entity: Entity, role: Found['role'], depth: number): readonly Found[] {
  if (depth > 8) return [];
  const own: readonly Found[] = isOfType(entity, productTypes) ? [{ product: entity, role }] : [];
  const inner = Object.entries(entity.properties).flatMap(([name, values]) =>
    values.flatMap((value) =>
      typeof value === 'string' ? [] : productsIn(value, roleAt(name, role, own.length > 0), depth + 1),
    ),
  );
  return [...own, ...inner];
}

function roleAt(property: string, outer: Found['role'], isInProduct: boolean): Found['role'] {
  if (outer === 'elsewhere' || isInProduct || elsewhere.test(property)) return 'elsewhere';
  return property === 'mainEntity' || property === 'mainEntityOfPage' ? 'main' : outer;
}

/** The clues, prepared once for all products of a page. */
type Words = {
  readonly url: string;
  readonly pages: ReadonlySet<string>;
  /** What the page's addresses are made of, lower case. */
  readonly steps: readonly string[];
  readonly headings: readonly (readonly string[])[];
  readonly title: readonly string[];
};

function wordsOfPage({ url, canonicalUrl, headings, title }: PageClues): Words {
  const pages = new Set([url, canonicalUrl ?? url].map((address) => comparableUrl(address, url)));
  const query = (URL.parse(url)?.search ?? '').toLowerCase();
  return {
    url,
    pages,
    steps: [...pages, query].flatMap((address) => address.split(/[^a-z\d-]+/)).filter((step) => step.length > 3),
    headings: headings.slice(0, maximumHeadings).map(wordsOf),
    title: wordsOf(title),
  };
}

function score({ product, role }: Found, clues: Words): number {
  const roles = { main: 3, top: 0, elsewhere: -3 };
  const hasOffer = propertyOf(product, 'offers').length > 0 || propertyOf(product, 'price').length > 0;
  return roles[role] + addressScore(product, clues) + nameScore(product, clues) + (hasOffer ? 0.5 : 0);
}

function addressScore(product: Entity, { url: base, pages, steps }: Words): number {
  const own = ['url', '@id', 'mainEntityOfPage']
    .flatMap((name) => propertyOf(product, name))
    .filter((value) => typeof value === 'string');
  if (own.some((url) => pages.has(comparableUrl(url, base)))) return 4;
  return ['sku', 'productID', 'mpn'].some((name) => isInAddress(propertyOf(product, name)[0], steps)) ? 3 : 0;
}

/** A number of the product that the page's address has as a step or parameter, or that one of these ends with. */
function isInAddress(number: EntityValue | undefined, steps: readonly string[]): boolean {
  if (typeof number !== 'string' || number.length < 4 || number.length > 40 || !/\d/.test(number)) return false;
  const own = number.toLowerCase();
  return steps.some((step) => step === own || step.endsWith(`-${own}`));
}

function nameScore(product: Entity, { headings, title }: Words): number {
  const name = propertyOf(product, 'name')[0];
  if (typeof name !== 'string') return 0;
  const own = wordsOf(name);
  const likeness = (words: readonly string[], exact: number): number => {
    if (own.length === 0 || words.length === 0) return 0;
    if (own.join(' ') === words.join(' ')) return exact;
    const shared = own.filter((word) => words.includes(word)).length;
    return shared / Math.min(own.length, words.length) >= 0.75 && shared >= 2 ? exact * 0.75 : 0;
  };
  return Math.max(0, ...headings.map((heading) => likeness(heading, 4)), likeness(title, 4) * 0.75);
}

function isSame(one: Entity, other: Entity): boolean {
  if (one === other) return true;
  return ['name', 'url', '@id', 'sku'].some((name) => {
    const [value] = propertyOf(one, name);
    return typeof value === 'string' && value === propertyOf(other, name)[0];
  });
}

function merge(products: readonly Entity[]): Entity {
  const [first, ...others] = products;
  if (first === undefined || others.length === 0) return first ?? { types: [], properties: {} };
  const properties = new Map(Object.entries(first.properties));
  for (const other of others)
    for (const [name, values] of Object.entries(other.properties)) {
      const known = properties.get(name);
      // Variants that are described one by one: the product is what any of them is offered as.
      if (known === undefined) properties.set(name, values);
      else if (name === 'offers' && isVariant(other, first)) properties.set(name, [...known, ...values]);
    }
  return { types: first.types, properties: Object.fromEntries(properties) };
}

function isVariant(one: Entity, other: Entity): boolean {
  return ['sku', 'gtin13', 'gtin', 'mpn', 'color', 'size'].some((name) => {
    const [own] = propertyOf(one, name);
    const [others] = propertyOf(other, name);
    return typeof own === 'string' && typeof others === 'string' && own !== others;
  });
}

/** Without scheme, `www.`, query, fragment and last slash; shops write their own addresses in many ways. */
function comparableUrl(address: string, base: string): string {
  const url = URL.parse(address, base);
  if (url === null) return address;
  return `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/$/, '')}`.toLowerCase();
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .slice(0, 300)
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
