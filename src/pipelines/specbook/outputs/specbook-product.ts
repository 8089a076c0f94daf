import type { ProductRecord } from '#pipelines/specbook/record.ts';
import { documentsIn, type RecordSchema, textIn, textsIn, type Values } from '#pipelines/specbook/record-schema.ts';
import { type Markup, joined, markup, nothing, webAddress } from './markup.ts';
import type { StoredProduct } from './product-output.ts';

/** One product of the spec book, beginning on a page of its own. */
export function productSection({ item, record }: StoredProduct, { facts, roles }: RecordSchema): Markup {
  const { values, model } = record;
  const name = textIn(values, roles.title);
  const rows = facts.map(({ title, show }) => factRow(title, show(values)));
  return markup`<article class="product" id="product-${item.id}">
<h2>${name ?? 'Name not stated'}</h2>
${model?.standIn === true ? standInLabel(model.id) : nothing}${picture(values, roles, name)}${description(values, roles)}<table class="facts">
${joined(rows)}</table>
${documents(values, roles)}${footer(record)}</article>
`;
}

function factRow(name: string, value: string | undefined): Markup {
  const cell = value === undefined ? markup`<td class="missing">not stated</td>` : markup`<td>${value}</td>`;
  return markup`<tr><th scope="row">${name}</th>${cell}</tr>\n`;
}

function standInLabel(model: string): Markup {
  return markup`<p class="stand-in">Demonstration: read by the stand-in model ${model}, not by a language model.</p>\n`;
}

type Roles = RecordSchema['roles'];

/** A schema that has no field for a part of the page says nothing of it; one that has says when it is missing. */
function picture(values: Values, { pictures }: Roles, name: string | undefined): Markup {
  if (pictures === undefined) return nothing;
  const address = webAddress(textsIn(values, pictures)[0] ?? '');
  if (address === undefined) return markup`<p class="missing">Picture: not stated</p>\n`;
  return markup`<img src="${address}" alt="${name ?? ''}" loading="lazy" referrerpolicy="no-referrer">\n`;
}

function description(values: Values, roles: Roles): Markup {
  const text = textIn(values, roles.description);
  return text === undefined ? nothing : markup`<p class="description">${text}</p>\n`;
}

function documents(values: Values, roles: Roles): Markup {
  if (roles.documents === undefined) return nothing;
  const stated = documentsIn(values, roles.documents);
  if (stated === undefined) return markup`<p class="missing">Documents: not stated</p>\n`;
  const links = stated.map(({ title, url }) => markup`<li>${link(url, title)}</li>\n`);
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
