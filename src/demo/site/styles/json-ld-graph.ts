import type { Json } from '#core/json.ts';
import { productMain } from '../fragments.ts';
import { htmlPage, jsonScript, shopName } from '../markup.ts';
import type { DemoProduct } from '../product.ts';
import { offer, productProperties, schemaAvailability, unitCodes } from './schema-org.ts';

/** A JSON-LD `@graph`: the product among the site, the page and its breadcrumb, with several offers. */
export function jsonLdGraphPage(product: DemoProduct): string {
  const { expected, locale, url } = product;
  const origin = new URL(url).origin;
  const graph: Json = [
    { '@type': 'WebSite', '@id': `${origin}/#website`, name: shopName, url: `${origin}/` },
    {
      '@type': 'WebPage',
      '@id': `${url}#page`,
      name: `${expected.name} - ${shopName}`,
      inLanguage: locale,
      isPartOf: { '@id': `${origin}/#website` },
      breadcrumb: { '@id': `${url}#breadcrumb` },
    },
    { ...breadcrumbList(product), '@id': `${url}#breadcrumb` },
    { ...productProperties(product), ...measurements(product), '@id': `${url}#product`, ...offers(product) },
  ];
  return htmlPage({
    locale,
    title: `${expected.name} - ${shopName}`,
    head: `<link rel="canonical" href="${url}">
${jsonScript('type="application/ld+json"', { '@context': 'https://schema.org', '@graph': graph })}`,
    body: productMain(product),
  });
}

export function breadcrumbList(product: DemoProduct): { readonly [name: string]: Json } {
  const steps = product.expected.category.split(' > ');
  return {
    '@type': 'BreadcrumbList',
    itemListElement: steps.map((name, index) => ({ '@type': 'ListItem', position: index + 1, name })),
  };
}

function offers(product: DemoProduct): { readonly [name: string]: Json } {
  const { price, finishes = [] } = product.expected;
  if (price === undefined) return {};
  if (product.highestPrice === undefined) return { offers: finishes.map((finish) => offer(product, finish)) };
  return {
    offers: {
      '@type': 'AggregateOffer',
      lowPrice: price.amount,
      highPrice: product.highestPrice,
      offerCount: finishes.length,
      priceCurrency: price.currency,
      availability: schemaAvailability(product),
    },
  };
}

function measurements(product: DemoProduct): { readonly [name: string]: Json } {
  const { dimensions, weight } = product.expected;
  return {
    ...(dimensions?.width !== undefined && { width: quantity(dimensions.width, dimensions.unit) }),
    ...(dimensions?.height !== undefined && { height: quantity(dimensions.height, dimensions.unit) }),
    ...(dimensions?.depth !== undefined && { depth: quantity(dimensions.depth, dimensions.unit) }),
    ...(weight && { weight: quantity(weight.value, weight.unit) }),
  };
}

const quantity = (value: number, unit: keyof typeof unitCodes): Json => ({
  '@type': 'QuantitativeValue',
  value,
  unitCode: unitCodes[unit],
});
