import { productMain } from '../fragments.ts';
import { escaped, htmlPage, shopName } from '../markup.ts';
import type { Availability, DemoProduct } from '../product.ts';

/** The words of the Facebook product catalogue, which `product:availability` takes. */
const availabilityWords: Readonly<Record<Availability, string>> = {
  InStock: 'in stock',
  OutOfStock: 'out of stock',
  LimitedAvailability: 'in stock',
  PreOrder: 'preorder',
  BackOrder: 'available for order',
  MadeToOrder: 'available for order',
  Discontinued: 'discontinued',
};

/** OpenGraph with the product tags that social networks and price comparisons read. */
export function openGraphPage(product: DemoProduct): string {
  const { expected, locale, url } = product;
  const tags: readonly (readonly [string, string])[] = [
    ['og:type', 'product'],
    ['og:site_name', shopName],
    ['og:locale', locale.replace('-', '_')],
    ['og:url', url],
    ['og:title', `${expected.name} | ${expected.brand}`],
    ['og:description', expected.description],
    ...expected.images.map((image) => ['og:image', image] as const),
    ['product:brand', expected.brand],
    ['product:retailer_item_id', expected.sku],
    ...(expected.gtin === undefined ? [] : [['product:ean', expected.gtin] as const]),
    ...(expected.mpn === undefined ? [] : [['product:mfr_part_no', expected.mpn] as const]),
    ...(expected.price === undefined
      ? []
      : [
          ['product:price:amount', expected.price.amount.toFixed(2)] as const,
          ['product:price:currency', expected.price.currency] as const,
        ]),
    ['product:availability', availabilityWords[expected.availability]],
    ['product:condition', 'new'],
  ];
  const head = tags.map(([property, content]) => `<meta property="${property}" content="${escaped(content)}">`);
  return htmlPage({
    locale,
    title: `${expected.name} | ${expected.brand} | ${shopName}`,
    head: `<link rel="canonical" href="${url}">\n${head.join('\n')}`,
    body: productMain(product),
  });
}
