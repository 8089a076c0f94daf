import { availabilityText, breadcrumb, downloads, priceText, specifications } from '../fragments.ts';
import { escaped, htmlPage, shopName } from '../markup.ts';
import { formatPrice } from '../number-format.ts';
import type { DemoProduct } from '../product.ts';
import { wordings } from '../wording.ts';
import { schemaAvailability } from './schema-org.ts';

/** Microdata woven into what is visible; values that people read in another form stand in attributes. */
export function microdataPage(product: DemoProduct): string {
  const { expected, locale, url } = product;
  const pictures = expected.images.map((image) => `<img itemprop="image" src="${new URL(image).pathname}" alt="">`);
  return htmlPage({
    locale,
    title: `${expected.name} – ${expected.brand} | ${shopName}`,
    head: `<link rel="canonical" href="${url}">\n<meta name="description" content="${escaped(expected.description)}">`,
    body: `<main itemscope itemtype="https://schema.org/Product">
${breadcrumb(product)}
<meta itemprop="category" content="${escaped(expected.category)}">
<div class="gallery">${pictures.join('\n')}</div>
<h1 itemprop="name">${escaped(expected.name)}</h1>
<p itemprop="brand" itemscope itemtype="https://schema.org/Brand"><span itemprop="name">${escaped(expected.brand)}</span></p>
${offer(product)}
<div itemprop="description"><p>${escaped(expected.description)}</p></div>
<section><h2>${wordings[locale].specifications}</h2>
${table(product)}
</section>
${downloads(product)}
</main>`,
  });
}

function offer(product: DemoProduct): string {
  const { expected, listPrice, locale, url } = product;
  const { price } = expected;
  const struck =
    listPrice === undefined || price === undefined
      ? ''
      : `<s>${escaped(formatPrice(listPrice, price.currency, locale))}</s> `;
  const amount =
    price === undefined
      ? priceText(product)
      : `<meta itemprop="priceCurrency" content="${price.currency}">${struck}<strong itemprop="price" content="${price.amount.toFixed(2)}">${escaped(priceText(product))}</strong>`;
  return `<div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
<link itemprop="url" href="${url}">
<p class="price">${amount}</p>
<p class="availability"><link itemprop="availability" href="${schemaAvailability(product)}">${availabilityText(product)}</p>
</div>`;
}

function table(product: DemoProduct): string {
  const { labels } = wordings[product.locale];
  const properties = new Map([
    [labels.sku, 'sku'],
    [labels.mpn, 'mpn'],
    [labels.gtin, 'gtin13'],
    [labels.modelNumber, 'model'],
    [labels.weight, 'weight'],
    [labels.materials, 'material'],
  ]);
  const rows = specifications(product).map(({ name, value }) => {
    const property = properties.get(name);
    const cell = property === undefined ? '<td>' : `<td itemprop="${property}">`;
    return `<tr><th scope="row">${escaped(name)}</th>${cell}${escaped(value)}</td></tr>`;
  });
  return `<table class="specifications"><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}
