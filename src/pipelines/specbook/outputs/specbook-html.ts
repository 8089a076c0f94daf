import type { RunSummary } from '#core/output.ts';
import { type RecordSchema, textIn } from '#pipelines/specbook/record-schema.ts';
import { type Markup, joined, markup, nothing } from './markup.ts';
import type { ProductOutput, StoredProduct } from './product-output.ts';
import { productSection } from './specbook-product.ts';
import { stylesheet } from './specbook-style.ts';

/** No script runs and nothing but pictures is loaded, whatever a page managed to put into a value. */
const policy =
  "default-src 'none'; img-src https: http:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const noCategory = 'Without a category';

/** What the pages before the products need to know of them. */
type Contents = {
  readonly byCategory: ReadonlyMap<string, readonly { readonly id: string; readonly name: string }[]>;
  readonly standIns: number;
};

/** specbook.html: the spec book as one document, to be read on a screen or printed. */
export function specbookHtml(schema: RecordSchema): ProductOutput {
  return {
    fileName: 'specbook.html',
    async *render(summary, records) {
      const contents = await readContents(records(), schema);
      yield head(summary).html;
      yield cover(summary, contents).html;
      yield contentsPage(contents).html;
      for await (const product of records()) yield productSection(product, schema).html;
      yield '</main>\n</body>\n</html>\n';
    },
  };
}

async function readContents(records: AsyncIterable<StoredProduct>, { roles }: RecordSchema): Promise<Contents> {
  const byCategory = new Map<string, { id: string; name: string }[]>();
  let standIns = 0;
  for await (const { item, record } of records) {
    const category = textIn(record.values, roles.category) ?? noCategory;
    const entries = byCategory.get(category) ?? [];
    entries.push({ id: item.id, name: textIn(record.values, roles.title) ?? record.sourceUrl });
    byCategory.set(category, entries);
    if (record.model?.standIn === true) standIns += 1;
  }
  const sorted = [...byCategory].toSorted(([a], [b]) => compareCategories(a, b));
  return { byCategory: new Map(sorted), standIns };
}

/** By character, the same on every machine; products without a category come last. */
function compareCategories(a: string, b: string): number {
  if (a === b) return 0;
  if (a === noCategory || b === noCategory) return a === noCategory ? 1 : -1;
  return a < b ? -1 : 1;
}

function head({ run }: RunSummary): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Spec book ${dateOf(run.startedAt)}</title>
<style>${{ html: stylesheet }}</style>
</head>
<body>
`;
}

function cover({ run, counts }: RunSummary, { byCategory, standIns }: Contents): Markup {
  const facts: readonly (readonly [string, number])[] = [
    ['Products', counts.succeeded],
    ['Categories', [...byCategory.keys()].filter((category) => category !== noCategory).length],
    ['Rows in the input', counts.rows],
    ['Failed', counts.failed],
    ['Not found', counts.not_found],
    ['Skipped', counts.skipped],
    ['Invalid rows', counts.invalid],
    ['Duplicate rows', counts.duplicate],
    ['Not done yet', counts.remaining],
  ];
  const rows = facts.map(([name, count]) => markup`<tr><th scope="row">${name}</th><td>${count}</td></tr>\n`);
  return markup`<header class="cover">
<h1>Spec book</h1>
<p class="date">${dateOf(run.startedAt)}</p>
${standIns === 0 ? nothing : standInNote(standIns)}<table class="counts">
${joined(rows)}</table>
<p class="run">Run ${run.id}</p>
</header>
<main>
`;
}

function standInNote(count: number): Markup {
  const products = count === 1 ? '1 product' : `${count} products`;
  return markup`<p class="stand-in">Demonstration: values of ${products} were read by the stand-in model of the demo, not by a language model.</p>
`;
}

function contentsPage({ byCategory }: Contents): Markup {
  const groups = [...byCategory].map(([category, entries]) => {
    const links = entries.map(({ id, name }) => markup`<li><a href="#product-${id}">${name}</a></li>\n`);
    return markup`<h3>${category}</h3>\n<ul>\n${joined(links)}</ul>\n`;
  });
  const list = groups.length === 0 ? markup`<p>This run has no products.</p>\n` : joined(groups);
  return markup`<nav class="contents" aria-label="Contents">
<h2>Contents</h2>
${list}</nav>
`;
}

function dateOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
