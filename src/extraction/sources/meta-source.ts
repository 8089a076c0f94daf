import type { Document } from '#html/document.ts';
import { absoluteUrl } from '#html/links.ts';
import { labelledField } from '../labels.ts';
import { type Proposal, type Source, proposal } from '../proposal.ts';
import { readers } from '../readers.ts';
import { localeOf } from '../region.ts';
import { availabilityInWords } from '../values/availability.ts';
import { currencyCode } from '../values/currency.ts';
import { parsePrice } from '../values/price.ts';

/** Names of metas (OpenGraph product tags and what shops use beside them) by field, the best first. */
const metaNames: readonly (readonly [field: string, confidence: number, names: readonly string[]])[] = [
  ['name', 0.6, ['og:title', 'twitter:title', 'product:name', 'name']],
  ['brand', 0.8, ['product:brand', 'og:brand', 'brand', 'product.brand']],
  ['manufacturer', 0.7, ['manufacturer', 'product:manufacturer']],
  ['description', 0.6, ['og:description', 'description', 'twitter:description']],
  [
    'sku',
    0.8,
    [
      'product:sku',
      'sku',
      'product:retailer_item_id',
      'product:retailer_part_no',
      'product:productid',
      'productid',
      'og:sku',
    ],
  ],
  ['mpn', 0.8, ['product:mfr_part_no', 'mpn', 'product:mpn']],
  [
    'gtin',
    0.8,
    [
      'product:gtin',
      'product:ean',
      'product:upc',
      'product:isbn',
      'gtin13',
      'gtin',
      'gtin12',
      'gtin14',
      'gtin8',
      'og:upc',
      'og:ean',
      'og:isbn',
    ],
  ],
  ['category', 0.6, ['product:category', 'category', 'og:category']],
  ['weight', 0.6, ['weight']],
  ['materials', 0.7, ['product:material', 'material']],
  ['finishes', 0.7, ['product:color', 'color']],
];
const priceNames = [
  'product:sale_price:amount',
  'product:price:amount',
  'og:price:amount',
  'price',
  'product:price',
  'og:price',
  'lowprice',
  'product:original_price:amount',
];
export const currencyNames: readonly string[] = [
  'product:sale_price:currency',
  'product:price:currency',
  'og:price:currency',
  'pricecurrency',
  'currency',
  'product:original_price:currency',
];
const availabilityNames = ['product:availability', 'og:availability', 'availability', 'og:product:availability'];

export const metaSource: Source = (document) => {
  const { meta } = document.structured;
  const contentOf = (name: string): readonly string[] => (Object.hasOwn(meta, name) ? (meta[name] ?? []) : []);
  const first = (
    field: string,
    names: readonly string[],
    confidence: number,
    read: (text: string) => Proposal['value'] | undefined,
  ): readonly Proposal[] => {
    for (const name of names)
      for (const text of contentOf(name)) {
        const value = read(text);
        if (value !== undefined) return proposal(field, value, 'meta', name, confidence);
      }
    return [];
  };
  const currency = currencyNames
    .flatMap(contentOf)
    .map(currencyCode)
    .find((code) => code !== undefined);
  return [
    ...metaNames.flatMap(([field, confidence, names]) =>
      first(field, names, confidence, (text) => readers[field]?.(text, document)),
    ),
    ...first('price', priceNames, 0.8, (text) => {
      const options = {
        locale: localeOf(document),
        isMachineWritten: true,
        ...(currency === undefined ? {} : { currency }),
      };
      const price = parsePrice(text, options);
      return price === undefined || price.amount === 0 ? undefined : price;
    }),
    ...first('availability', availabilityNames, 0.8, availabilityInWords),
    ...proposal('images', sharedImages(contentOf, document), 'meta', 'og:image', 0.7),
    ...cardProposals(contentOf, document),
  ];
};

function sharedImages(
  contentOf: (name: string) => readonly string[],
  document: Document,
): Proposal['value'] | undefined {
  const addresses = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'image'].flatMap(contentOf);
  const urls = [...new Set(addresses.flatMap((address) => absoluteUrl(address, document.url) ?? []))];
  return urls.length === 0 ? undefined : urls.slice(0, 10);
}

/** Twitter product cards name two rows: `twitter:label1` is `Price`, `twitter:data1` its value. */
function cardProposals(contentOf: (name: string) => readonly string[], document: Document): readonly Proposal[] {
  return ['1', '2'].flatMap((row) => {
    const [label] = contentOf(`twitter:label${row}`);
    const [text] = contentOf(`twitter:data${row}`);
    const field = label === undefined ? undefined : labelledField(label);
    if (field === undefined || text === undefined) return [];
    return proposal(field, readers[field]?.(text, document), 'meta', `twitter:data${row}`, 0.6);
  });
}
