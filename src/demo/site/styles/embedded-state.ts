import { breadcrumb, downloads, gallery, productIntroduction, specifications } from '../fragments.ts';
import { escaped, htmlPage, jsonScript, shopName } from '../markup.ts';
import type { DemoProduct } from '../product.ts';
import { wordings } from '../wording.ts';

/** A page rendered by a script framework: the state that it continues from is embedded as JSON. */
export function embeddedStatePage(product: DemoProduct): string {
  const { expected, locale, url } = product;
  const rows = specifications(product);
  const items = rows.map(
    ({ name, value }) => `<li><strong>${escaped(name)}:</strong> <span>${escaped(value)}</span></li>`,
  );
  const { images, documents = [], price, ...facts } = expected;
  const state = {
    props: {
      pageProps: {
        product: {
          id: product.id,
          ...facts,
          media: images.map((image) => ({ type: 'image', url: image })),
          downloads: documents,
          ...(price && {
            pricing: { current: price.amount, list: product.listPrice ?? null, currency: price.currency },
          }),
        },
      },
    },
    page: '/products/[id]',
    query: { id: product.id },
    locale,
  };
  return htmlPage({
    locale,
    title: `${expected.name} | ${shopName}`,
    head: `<link rel="canonical" href="${url}">\n<meta name="description" content="${escaped(expected.description)}">`,
    body: `<div id="__next"><main>
${breadcrumb(product)}
${gallery(product)}
${productIntroduction(product)}
<section><h2>${wordings[locale].specifications}</h2><ul class="specifications">
${items.join('\n')}
</ul></section>
${downloads(product)}
</main></div>
${jsonScript('id="__NEXT_DATA__" type="application/json"', state)}`,
  });
}
