import {
  breadcrumb,
  downloads,
  gallery,
  productIntroduction,
  specificationList,
  specifications,
  specificationTable,
} from '../fragments.ts';
import { htmlPage } from '../markup.ts';
import type { DemoProduct } from '../product.ts';
import { wordings } from '../wording.ts';

/** Nothing for machines: a definition list of the numbers it is ordered by, and a table of the rest. */
export function plainPage(product: DemoProduct): string {
  const wording = wordings[product.locale];
  const { sku, mpn, gtin, brand, manufacturer, modelNumber } = wording.labels;
  const ordering = new Set([sku, mpn, gtin, brand, manufacturer, modelNumber]);
  const rows = specifications(product);
  return htmlPage({
    locale: product.locale,
    title: product.expected.name,
    body: `<main>
${breadcrumb(product)}
${gallery(product)}
${productIntroduction(product)}
<p><small>${wording.taxNote}</small></p>
${specificationList(rows.filter(({ name }) => ordering.has(name)))}
<section><h2>${wording.specifications}</h2>
${specificationTable(rows.filter(({ name }) => !ordering.has(name)))}
</section>
${downloads(product)}
</main>`,
  });
}
