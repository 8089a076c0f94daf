import type { Json } from '#core/json.ts';
import type { DemoProduct } from '../product.ts';

/** UN/CEFACT common codes, as schema.org wants them in `unitCode`. */
export const unitCodes = {
  mm: 'MMT',
  cm: 'CMT',
  m: 'MTR',
  in: 'INH',
  ft: 'FOT',
  g: 'GRM',
  kg: 'KGM',
  oz: 'ONZ',
  lb: 'LBR',
};

export const schemaAvailability = (product: DemoProduct): string =>
  `https://schema.org/${product.expected.availability}`;

/** The product's single offer as schema.org has it. */
export function offer(product: DemoProduct, name?: string): Json {
  const { price } = product.expected;
  return {
    '@type': 'Offer',
    ...(name !== undefined && { name }),
    url: product.url,
    ...(price && { price: price.amount.toFixed(2), priceCurrency: price.currency }),
    availability: schemaAvailability(product),
    itemCondition: 'https://schema.org/NewCondition',
  };
}

/** What schema.org's Product says of itself, apart from what it costs. */
export function productProperties(product: DemoProduct): { readonly [name: string]: Json } {
  const { expected } = product;
  return {
    '@type': 'Product',
    name: expected.name,
    url: product.url,
    description: expected.description,
    image: expected.images,
    brand: { '@type': 'Brand', name: expected.brand },
    ...(expected.manufacturer !== undefined && {
      manufacturer: { '@type': 'Organization', name: expected.manufacturer },
    }),
    sku: expected.sku,
    ...(expected.mpn !== undefined && { mpn: expected.mpn }),
    ...(expected.gtin !== undefined && { gtin13: expected.gtin }),
    ...(expected.modelNumber !== undefined && { model: expected.modelNumber }),
  };
}
