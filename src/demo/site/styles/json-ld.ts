import { productMain } from '../fragments.ts';
import { htmlPage, jsonScript } from '../markup.ts';
import type { DemoProduct } from '../product.ts';
import { offer, productProperties } from './schema-org.ts';

/** The schema.org Product of the page, with its offer: the form that most shops with markup use. */
export function productScript(product: DemoProduct): string {
  const { expected } = product;
  return jsonScript('type="application/ld+json"', {
    '@context': 'https://schema.org/',
    ...productProperties(product),
    category: expected.category,
    ...(expected.materials && { material: expected.materials.join(', ') }),
    ...(expected.price && { offers: offer(product) }),
  });
}

/** One JSON-LD Product with one offer. */
export function jsonLdPage(product: DemoProduct): string {
  return htmlPage({
    locale: product.locale,
    title: `${product.expected.name} | ${product.expected.brand}`,
    head: `<link rel="canonical" href="${product.url}">\n${productScript(product)}`,
    body: productMain(product),
  });
}
