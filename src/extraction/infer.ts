import type { Document } from '#html/document.ts';
import { isShownName } from './brand-shown.ts';
import { letters } from './fold.ts';
import { type Proposal, proposal } from './proposal.ts';
import { isMerelyTheShop } from './shop-name.ts';
import { pageLines } from './sources/page-lines.ts';

/** Who makes a product most often is its brand, too; said of the one, it is less sure of the other. */
const makerAsBrand = 0.6;
/** Something that is offered at a price can be bought, unless the page says otherwise. Doubtful. */
const offered = 0.3;

/** A heading that begins with, or holds, the brand that another source names. */
const namedInHeading = 0.5;
const longestBrand = 4;

/** Named as the brand, but not to the reader: at least it says who sells it under that name. */
const shopAsMaker = 0.5;

/** The proposals without a shop's name for a brand, and what follows from them where a page leaves a field out. */
export function withInferences(proposals: readonly Proposal[], document: Document): readonly Proposal[] {
  const known = [...proposals, ...makersAsBrands(proposals)];
  const shops = known.filter((one) => isBrandOf(one, (name) => isMerelyTheShop(name, document)));
  const unseen = known.filter((one) => isBrandOf(one, (name) => !isShownName(name, document)));
  const others = known.filter((one) => !shops.includes(one) && !unseen.includes(one));
  return [
    ...others,
    ...[...shops, ...unseen.filter(isPublished)].map((one) => weakened(one, 'manufacturer', shopAsMaker)),
    ...brandsInHeading(others, document),
    ...availabilityOfOffered(proposals),
  ];
}

function isBrandOf({ field, value }: Proposal, test: (name: string) => boolean): boolean {
  return field === 'brand' && typeof value === 'string' && test(value);
}

/** Written for others to read; a page's own data use codes for names. */
function isPublished({ provenance: { source } }: Proposal): boolean {
  return source !== 'state' && source !== 'attributes';
}

function weakened({ value, provenance }: Proposal, field: string, factor: number): Proposal {
  return { field, value, provenance: { ...provenance, confidence: provenance.confidence * factor } };
}

/** Brands as the heading writes them, and a second witness for them. */
function brandsInHeading(proposals: readonly Proposal[], document: Document): readonly Proposal[] {
  const { lines, start, heading = lines[start] } = pageLines(document);
  const brands = proposals.flatMap(({ field, value }) =>
    field === 'brand' && typeof value === 'string' ? [letters(value)] : [],
  );
  if (heading === undefined || brands.length === 0) return [];
  const words = heading.slice(0, 300).split(/\s+/);
  const written = new Map<string, string>();
  for (let first = 0; first < words.length; first += 1) {
    for (let count = longestBrand; count > 0; count -= 1) {
      const text = words
        .slice(first, first + count)
        .join(' ')
        .replace(/[\s,:;|®™℠–—-]+$/u, '');
      if (letters(text) !== '' && !written.has(letters(text))) written.set(letters(text), text);
    }
  }
  return [...new Set(brands)].flatMap((brand) =>
    proposal('brand', brand === '' ? undefined : written.get(brand), 'page', 'h1', namedInHeading),
  );
}

function makersAsBrands(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.filter(({ field }) => field === 'manufacturer').map((one) => weakened(one, 'brand', makerAsBrand));
}

function availabilityOfOffered(proposals: readonly Proposal[]): readonly Proposal[] {
  if (proposals.some(({ field }) => field === 'availability')) return [];
  const [price] = proposals
    .filter(({ field }) => field === 'price')
    .toSorted((one, other) => other.provenance.confidence - one.provenance.confidence);
  return price === undefined
    ? []
    : proposal('availability', 'InStock', price.provenance.source, `a price: ${price.provenance.where}`, offered);
}
