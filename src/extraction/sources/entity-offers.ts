import type { Document } from '#html/document.ts';
import { entitiesAt, textsAt } from '#structured-data/entities.ts';
import type { Entity } from '#structured-data/structured-data.ts';
import { type Proposal, proposal } from '../proposal.ts';
import { localeOf } from '../region.ts';
import { availabilityInWords } from '../values/availability.ts';
import { currencyCode, currencyOfMark } from '../values/currency.ts';
import { parsePrice } from '../values/price.ts';

type Origin = { readonly source: 'json-ld' | 'microdata' | 'rdfa' | 'state'; readonly confidence: number };

/** Kinds of price that are not what one pays now: https://schema.org/PriceTypeEnumeration and unit prices. */
const otherPrices = /ListPrice|SRP|MSRP|RRP|Strikethrough|RegularPrice|InvoicePrice|MinimumAdvertisedPrice/i;
/** Where a price stands in an offer, the most telling first. */
const pricePaths = ['price', 'priceSpecification', 'lowPrice', 'minPrice', 'offers.price', 'highPrice'];
const currencyPaths = ['priceCurrency', 'currency', 'priceSpecification.priceCurrency', 'offers.priceCurrency'];

/** Price and availability of the offer that stands for the product. */
export function offerProposals(
  product: Entity,
  document: Document,
  { source, confidence }: Origin,
): readonly Proposal[] {
  const offers = offersOf(product);
  const priced = offers.flatMap((offer) => priceOf(offer, document) ?? []);
  const own = offers.findIndex((offer) => textsAt(offer, 'url').includes(document.url));
  const price = (own < 0 ? undefined : priceOf(offers[own] ?? product, document)) ?? priced[0];
  const differing = new Set(priced.map(({ amount }) => amount)).size > 1;
  return [
    ...proposal('price', price, source, 'offers.price', differing ? confidence * 0.8 : confidence),
    ...proposal('availability', availabilityOf(offers), source, 'offers.availability', confidence),
  ];
}

/** The product's own offers, else those of its variants, else what stands at the product itself. */
function offersOf(product: Entity): readonly Entity[] {
  for (const path of ['offers', 'hasVariant.offers', 'model.offers', 'offerDetails']) {
    const offers = entitiesAt(product, path);
    if (offers.length > 0) return offers;
  }
  return [product];
}

function priceOf(
  offer: Entity,
  document: Document,
): { readonly amount: number; readonly currency?: string } | undefined {
  const currency = currencyPaths
    .flatMap((path) => textsAt(offer, path))
    .map(currencyIn)
    .find((code) => code !== undefined);
  for (const path of pricePaths) {
    const texts = path === 'priceSpecification' ? specifiedPrices(offer) : textsAt(offer, path);
    for (const text of texts) {
      const price = parsePrice(text, {
        locale: localeOf(document),
        isMachineWritten: /^\s*[\d.,]+\s*$/.test(text),
        ...(currency === undefined ? {} : { currency }),
      });
      // Shops write 0 for a price that they do not tell.
      if (price !== undefined && price.amount > 0) return price;
    }
  }
  return undefined;
}

function specifiedPrices(offer: Entity): readonly string[] {
  return entitiesAt(offer, 'priceSpecification')
    .filter((specification) => !textsAt(specification, 'priceType').some((type) => otherPrices.test(type)))
    .toSorted(
      (one, other) => entitiesAt(one, 'referenceQuantity').length - entitiesAt(other, 'referenceQuantity').length,
    )
    .flatMap((specification) => [...textsAt(specification, 'price'), ...textsAt(specification, 'minPrice')]);
}

/** That one variant is sold out does not make the product so. */
function availabilityOf(offers: readonly Entity[]): string | undefined {
  const found = offers
    .flatMap((offer) => [...textsAt(offer, 'availability'), ...textsAt(offer, 'offers.availability')])
    .flatMap((text) => availabilityInWords(text) ?? []);
  return found.includes('InStock') ? 'InStock' : found[0];
}

function currencyIn(text: string): string | undefined {
  return currencyCode(text) ?? currencyOfMark(text);
}
