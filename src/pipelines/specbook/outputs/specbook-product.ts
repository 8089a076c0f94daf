import type { ProductValues } from '#pipelines/specbook/product.ts';
import type { ProductRecord } from '#pipelines/specbook/record.ts';
import { type Markup, joined, markup, nothing, webAddress } from './markup.ts';
import type { StoredProduct } from './product-output.ts';

/** The rows of the facts table, in the order in which a specifier reads them. */
const facts: readonly (readonly [string, (values: ProductValues) => string | undefined])[] = [
  ['Brand', ({ brand }) => brand],
  ['Manufacturer', ({ manufacturer }) => manufacturer],
  ['Model', ({ modelNumber }) => modelNumber],
  ['Article number (SKU)', ({ sku }) => sku],
  ["Manufacturer's part number", ({ mpn }) => mpn],
  ['GTIN', ({ gtin }) => gtin],
  ['Category', ({ category }) => category],
  ['Price', ({ price }) => price && [price.amount, price.currency ?? '(currency not stated)'].join(' ')],
  ['Availability', ({ availability }) => availability && inWords(availability)],
  ['Lead time', ({ leadTime }) => leadTime],
  ['Dimensions', ({ dimensions }) => dimensions?.text],
  ['Weight', ({ weight }) => weight && `${weight.value} ${weight.unit}`],
  ['Materials', ({ materials }) => materials?.join(', ')],
  ['Finishes', ({ finishes }) => finishes?.join(', ')],
  ['Certifications', ({ certifications }) => certifications?.join(', ')],
  ['Warranty', ({ warranty }) => warranty],
];

/** One product of the spec book, beginning on a page of its own. */
export function productSection({ item, record }: StoredProduct): Markup {
  const { values, model } = record;
  const rows = facts.map(([name, show]) => factRow(name, show(values)));
  return markup`<article class="product" id="product-${item.id}">
<h2>${values.name ?? 'Name not stated'}</h2>
${model?.standIn === true ? standInLabel(model.id) : nothing}${picture(values)}${description(values)}<table class="facts">
${joined(rows)}</table>
${documents(values)}${footer(record)}</article>
`;
}

function factRow(name: string, value: string | undefined): Markup {
  const cell = value === undefined ? markup`<td class="missing">not stated</td>` : markup`<td>${value}</td>`;
  return markup`<tr><th scope="row">${name}</th>${cell}</tr>\n`;
}

function standInLabel(model: string): Markup {
  return markup`<p class="stand-in">Demonstration: read by the stand-in model ${model}, not by a language model.</p>\n`;
}

function picture({ images, name }: ProductValues): Markup {
  const address = webAddress(images?.[0] ?? '');
  if (address === undefined) return markup`<p class="missing">Picture: not stated</p>\n`;
  return markup`<img src="${address}" alt="${name ?? ''}" loading="lazy" referrerpolicy="no-referrer">\n`;
}

function description(values: ProductValues): Markup {
  return values.description === undefined ? nothing : markup`<p class="description">${values.description}</p>\n`;
}

function documents(values: ProductValues): Markup {
  if (values.documents === undefined) return markup`<p class="missing">Documents: not stated</p>\n`;
  const links = values.documents.map(({ title, url }) => markup`<li>${link(url, title)}</li>\n`);
  return markup`<h3>Documents</h3>\n<ul class="documents">\n${joined(links)}</ul>\n`;
}

function footer({ sourceUrl, fetchedAt, quality }: ProductRecord): Markup {
  const issues = quality.issues.map(({ field, problem }) => markup`<li>${field}: ${problem}</li>\n`);
  const list = issues.length === 0 ? nothing : markup`<ul class="issues">\n${joined(issues)}</ul>\n`;
  return markup`<footer>
<p>Source: ${link(sourceUrl, sourceUrl)}, read on ${fetchedAt.slice(0, 10)}</p>
<p>Record: ${quality.verdict}, ${Math.round(quality.completeness * 100)} % complete</p>
${list}</footer>
`;
}

function link(url: string, text: string): Markup {
  const address = webAddress(url);
  return address === undefined ? markup`${text}` : markup`<a href="${address}" rel="noopener noreferrer">${text}</a>`;
}

/** `OutOfStock` as `Out of stock`. */
function inWords(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}
