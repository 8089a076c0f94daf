import { escaped } from './markup.ts';
import { formatNumber, formatPrice } from './number-format.ts';
import type { DemoProduct } from './product.ts';
import { strayDocuments, strayPictures } from './strays.ts';
import { wordings } from './wording.ts';

/** Name and value of a row of a specification, as text. */
export type Specification = { readonly name: string; readonly value: string };

const rowsInOrder = [
  'brand',
  'manufacturer',
  'modelNumber',
  'sku',
  'mpn',
  'gtin',
  'dimensions',
  'weight',
  'materials',
  'finishes',
  'warranty',
  'certifications',
  'leadTime',
] as const;

type Row = (typeof rowsInOrder)[number];

export function specifications(product: DemoProduct): readonly Specification[] {
  const { labels } = wordings[product.locale];
  return rowsInOrder.flatMap((row) => {
    const value = specificationText(product, row);
    return value === undefined ? [] : [{ name: labels[row], value }];
  });
}

function specificationText(product: DemoProduct, row: Row): string | undefined {
  const facts = product.expected;
  if (row === 'dimensions') return facts.dimensions?.text;
  if (row === 'weight') {
    return facts.weight && `${formatNumber(facts.weight.value, product.locale)} ${facts.weight.unit}`;
  }
  const value = facts[row];
  return typeof value === 'object' ? value.join(', ') : value;
}

export function specificationTable(rows: readonly Specification[]): string {
  const lines = rows.map(
    ({ name, value }) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  return `<table class="specifications"><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

export function specificationList(rows: readonly Specification[]): string {
  const lines = rows.map(({ name, value }) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  return `<dl class="specifications">\n${lines.join('\n')}\n</dl>`;
}

/** The specifications under their heading, as the table that most styles show. */
export function specificationSection(product: DemoProduct): string {
  const { specifications: heading } = wordings[product.locale];
  return `<section><h2>${heading}</h2>\n${specificationTable(specifications(product))}</section>`;
}

/** The way to the page, from general to special. */
export function breadcrumb(product: DemoProduct): string {
  const steps = product.expected.category.split(' > ').map((step) => `<span>${escaped(step)}</span>`);
  return `<nav aria-label="breadcrumb"><a href="/">${wordings[product.locale].home}</a> &gt; ${steps.join(' &gt; ')}</nav>`;
}

/** The price as text, with "from" where there are dearer variants, or the words for a price on request. */
export function priceText(product: DemoProduct): string {
  const { expected, locale, highestPrice, priceUnit } = product;
  if (expected.price === undefined) return wordings[locale].onRequest;
  const shown = formatPrice(expected.price.amount, expected.price.currency, locale);
  const lowest = highestPrice === undefined ? shown : `${wordings[locale].from} ${shown}`;
  return priceUnit === undefined ? lowest : `${lowest} / ${priceUnit}`;
}

export function priceParagraph(product: DemoProduct): string {
  const { expected, listPrice, locale } = product;
  const struck =
    listPrice === undefined || expected.price === undefined
      ? ''
      : `<s>${escaped(formatPrice(listPrice, expected.price.currency, locale))}</s> `;
  return `<p class="price">${struck}<strong>${escaped(priceText(product))}</strong></p>`;
}

export function availabilityText(product: DemoProduct): string {
  return wordings[product.locale].availability[product.expected.availability];
}

export function availabilityParagraph(product: DemoProduct): string {
  return `<p class="availability">${escaped(availabilityText(product))}</p>`;
}

export function gallery(product: DemoProduct): string {
  const pictures = product.expected.images.map(
    (url, index) => `<img src="${new URL(url).pathname}" alt="${escaped(product.expected.name)}, ${index + 1}">`,
  );
  return `<div class="gallery">${[...strayPictures(product), ...pictures].join('\n')}</div>`;
}

export function downloads(product: DemoProduct): string {
  const { documents } = product.expected;
  if (documents === undefined) return '';
  const links = documents.map(
    ({ title, url }) => `<li><a href="${new URL(url).pathname}">${escaped(title)}</a> (PDF)</li>`,
  );
  return `<section class="downloads"><h2>${wordings[product.locale].downloads}</h2><ul>${[...strayDocuments(product), ...links].join('')}</ul></section>`;
}

/** What every style shows in much the same way: heading, price, availability and description. */
export function productIntroduction(product: DemoProduct): string {
  return `<h1>${escaped(product.expected.name)}</h1>
<p class="brand">${escaped(product.expected.brand)}</p>
${priceParagraph(product)}
${availabilityParagraph(product)}
<p class="description">${escaped(product.expected.description)}</p>`;
}

/** The whole visible part of a product page, as most styles show it. */
export function productMain(product: DemoProduct): string {
  return `<main>
${breadcrumb(product)}
${gallery(product)}
${productIntroduction(product)}
${specificationSection(product)}
${downloads(product)}
</main>`;
}
