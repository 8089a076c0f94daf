import type { Document } from '#html/document.ts';
import { jsonLdEntities } from '#structured-data/json-ld-entities.ts';
import { mainProduct } from '#structured-data/main-product.ts';
import type { Entity } from '#structured-data/structured-data.ts';
import { partedText } from '../text-parts.ts';
import { entityLines, entitySummary, trailLine } from './entity-lines.ts';
import { nothingSaid, type Said } from './said.ts';

/**
 * What a line is worth, the most first. When there is not room for all, lines are left out from the end of this list
 * backwards, and within one kind from the end of the page backwards.
 */
export const ranks = [
  'title, address and headings',
  "facts of the product in the page's own data",
  'the first rows of specifications',
  'text near the heading',
  'files',
  'further rows of specifications',
  'other text about the product',
  "other things in the page's own data",
  'pictures',
  'text before the heading of the page',
  'text about other products',
] as const;
type Rank = (typeof ranks)[number];

export const sectionTitles = [
  '',
  "Facts from the page's data",
  'Specifications',
  'Files and pictures',
  'Text',
] as const;
type SectionTitle = (typeof sectionTitles)[number];

export type Line = { readonly section: SectionTitle; readonly rank: Rank; readonly text: string };

/** Meta tags that describe the thing on the page; the others steer browsers and crawlers. */
const telling =
  /^(?:description$|keywords$|og:(?!image|video|locale|url|type)|product:|twitter:(?:title|description|label|data)|price|sku|brand|availability)/u;
const longestHeading = 300;
const most = { firstRows: 60, files: 12, pictures: 6, entities: 12, unclear: 3 };
/** Characters from which a value is the same wherever it stands. */
const shortestValue = 25;
/** Characters: a longer line is shown in pieces, so that a part of it may have room where the whole has not. */
const longestLine = 800;

/** Everything that a model could be shown of the document, each thing once, in the order in which it is shown. */
export function documentLines(document: Document): readonly Line[] {
  const said = nothingSaid();
  return [
    ...headingLines(document),
    ...factLines(document, said),
    ...specificationLines(document, said),
    ...linkLines(document),
    ...textLines(document, said),
  ];
}

function headingLines({ title, url, language, headings }: Document): readonly Line[] {
  const lines = [
    ...(title === '' ? [] : [`Title: ${title.slice(0, longestHeading)}`]),
    `URL: ${url.slice(0, longestHeading)}`,
    ...(language === '' ? [] : [`Language: ${language}`]),
    ...headings.map((text) => `Heading: ${text.slice(0, longestHeading)}`),
  ];
  return lines.map((text) => ({ section: '', rank: 'title, address and headings', text: text.toWellFormed() }));
}

/** First of the page's own product, then what describes the page, then everything else. */
function factLines(document: Document, said: Said): readonly Line[] {
  const { jsonLd, microdata, meta } = document.structured;
  const groups = [jsonLdEntities(jsonLd), microdata].map((entities) => partedEntities(entities, document));
  const trails = groups.flatMap(({ trails: own }) => own.map(trailLine));
  const facts = [...groups.flatMap(({ own }) => own.flatMap((entity) => entityLines(entity))), ...trails];
  const metas = Object.entries(meta)
    .filter(([name]) => telling.test(name))
    .map(([name, values]) => `${name}: ${[...new Set(values)].join(', ').slice(0, longestHeading)}`);
  const others = groups.flatMap(({ others: rest }) => rest.slice(0, most.entities).map(titledSummary));
  const once = (text: string) => text !== '' && !isSaidByValue(text, said) && !said.again(text, shortestValue);
  const line =
    (rank: Rank) =>
    (text: string): Line => ({ section: "Facts from the page's data", rank, text: text.toWellFormed() });
  return [
    ...facts.filter(once).map(line("facts of the product in the page's own data")),
    ...metas.filter(once).map(line("facts of the product in the page's own data")),
    ...others.filter(once).map(line("other things in the page's own data")),
  ];
}

/** Whether the value alone has been said: `og:description` repeats the description. What is short may mean another thing. */
function isSaidByValue(line: string, said: Said): boolean {
  const value = line.slice(line.indexOf(': ') + 2);
  return value.length >= shortestValue && said.has(value);
}

type Parted = {
  readonly own: readonly Entity[];
  readonly trails: readonly Entity[];
  readonly others: readonly Entity[];
};

function partedEntities(entities: readonly Entity[], document: Document): Parted {
  const main = mainProduct(entities, document)?.product;
  const trails = entities.filter(({ types }) => types.includes('BreadcrumbList'));
  const rest = entities.filter((entity) => !trails.includes(entity));
  if (main !== undefined) return { own: [main], trails, others: rest.filter((entity) => !isNamed(entity, main)) };
  const own = rest.filter(({ types }) => types.some((type) => /product/iu.test(type))).slice(0, most.unclear);
  return { own, trails, others: rest.filter((entity) => !own.includes(entity)) };
}

/** Several descriptions of the product have been put together as the main one. */
function isNamed({ properties }: Entity, main: Entity): boolean {
  const [name] = properties['name'] ?? [];
  return typeof name === 'string' && name === main.properties['name']?.[0];
}

function titledSummary(entity: Entity): string {
  const summary = entitySummary(entity);
  return summary === '' ? '' : `${entity.types.join(', ') || 'something'}: ${summary}`;
}

function specificationLines({ specifications }: Document, said: Said): readonly Line[] {
  const rows = specifications.map(({ name, value }) => `${name}: ${value}`).filter((row) => !said.again(row));
  return rows.map((text, index) => ({
    section: 'Specifications',
    rank: index < most.firstRows ? 'the first rows of specifications' : 'further rows of specifications',
    text,
  }));
}

function linkLines({ documents, images }: Document): readonly Line[] {
  const files = documents.slice(0, most.files).map(({ title, url }) => `File: ${title} ${url}`);
  const pictures = images.slice(0, most.pictures).map(({ alternative, url }) => `Picture: ${alternative} ${url}`);
  return [
    ...files.map((text): Line => ({ section: 'Files and pictures', rank: 'files', text })),
    ...pictures.map((text): Line => ({ section: 'Files and pictures', rank: 'pictures', text })),
  ];
}

function textLines(document: Document, said: Said): readonly Line[] {
  const { before, near, after, others } = partedText(document);
  const rows = new Map(document.specifications.map(({ name, value }) => [name, value]));
  const line =
    (rank: Rank) =>
    (text: string): Line => ({ section: 'Text', rank, text });
  return [
    ...before.flatMap(pieces).map(line('text before the heading of the page')),
    ...near.flatMap(pieces).map(line('text near the heading')),
    ...after.flatMap(pieces).map(line('other text about the product')),
    ...others.flatMap(pieces).map(line('text about other products')),
  ].filter(({ text }, index, all) => {
    const isRow = isPair(rows, text, all[index + 1]?.text) || isPair(rows, all[index - 1]?.text, text);
    return !isRow && !said.again(text);
  });
}

/** A row of a table that stands in the text on two lines. */
function isPair(rows: ReadonlyMap<string, string>, name: string | undefined, value: string | undefined): boolean {
  return name !== undefined && value !== undefined && rows.get(name) === value;
}

function pieces(line: string): readonly string[] {
  if (line.length <= longestLine) return [line];
  return line.match(new RegExp(`.{1,${longestLine}}(?=\\s|$)|.{1,${longestLine}}`, 'gu')) ?? [];
}
