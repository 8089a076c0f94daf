import { type Element, isTag } from 'domhandler';
import { PipelineError } from '#core/pipeline-error.ts';
import { readJsonLd } from '#structured-data/json-ld.ts';
import { readMicrodata, readRdfa } from '#structured-data/microdata.ts';
import { embeddedJson } from '#structured-data/embedded-json.ts';
import { stateProducts } from '#structured-data/state-products.ts';
import { scriptCurrencies } from '#structured-data/script-currencies.ts';
import type { StructuredData } from '#structured-data/structured-data.ts';
import { pruneBoilerplate } from './boilerplate.ts';
import type { Document } from './document.ts';
import { absoluteUrl, documentOf, imageOf } from './links.ts';
import { addMarks } from './marks.ts';
import { type PageTree, readTree, releaseTree } from './page-tree.ts';
import { listSpecifications, rowSpecifications } from './specifications.ts';
import { visibleText } from './visible-text.ts';
import { walk } from './walk.ts';
import { collapse } from './whitespace.ts';

/** Characters; about 15,000 tokens, several times a usual product page. */
const maximumText = 60_000;
const maximumEntries = { headings: 20, specifications: 400, images: 100, documents: 100, marks: 400 };
/** "1 token ~= 4 chars in English", https://help.openai.com/en/articles/4936856-what-are-tokens-and-how-to-count-them */
const charactersPerToken = 4;

/**
 * Reduces a page to what extractors and models read.
 *
 * @param input.url where the page answered; links are resolved against it, or against `<base>`.
 * @param input.contentLanguage the Content-Language header, for pages that do not say their language.
 * @throws PipelineError `empty_content` when there is neither text nor structured data. Nothing else, whatever
 * the page is.
 */
export function reduceHtml(input: {
  readonly url: string;
  readonly html: string;
  readonly contentLanguage?: string;
}): Document {
  const tree = readTree(input.html);
  try {
    return documentOfTree(tree, input);
  } finally {
    releaseTree(tree.root);
  }
}

function documentOfTree(tree: PageTree, input: { readonly url: string; readonly contentLanguage?: string }): Document {
  const base = absoluteUrl(tree.base, input.url) ?? input.url;
  const absolute = (address: string): string => absoluteUrl(address, base) ?? address;
  const structured: StructuredData = {
    jsonLd: tree.jsonLd.flatMap((text) => readJsonLd(text) ?? []),
    microdata: tree.hasMicrodata ? readMicrodata(tree.root, absolute) : [],
    rdfa: tree.hasRdfa ? readRdfa(tree.root, absolute) : [],
    state: stateProducts(embeddedJson(tree.scripts)),
    currencies: scriptCurrencies(tree.scripts),
    meta: tree.meta,
  };
  pruneBoilerplate(tree.root, tree.headings);
  const title = collapse(tree.title).slice(0, 500);
  const text = visibleText(tree.root, maximumText);
  if (text === '' && structured.jsonLd.length === 0 && structured.microdata.length === 0) {
    throw new PipelineError('empty_content', 'the page has neither text nor structured data', {
      details: { url: input.url, title },
    });
  }
  const parts = partsOf(tree, base);
  return {
    url: input.url,
    title,
    language: languageOf(tree.language, input.contentLanguage),
    canonicalUrl: absoluteUrl(tree.canonical, base),
    structured,
    ...parts,
    text,
    tokenEstimate: estimateTokens([
      ...tree.jsonLd,
      structured.microdata,
      tree.meta,
      title,
      parts.specifications,
      parts.images,
      parts.documents,
      text,
    ]),
  };
}

type Parts = Pick<Document, 'headings' | 'specifications' | 'images' | 'documents' | 'marks'>;

function partsOf({ root }: PageTree, base: string): Parts {
  const headings: string[] = [];
  const specifications: Document['specifications'][number][] = [];
  const images = new Map<string, Document['images'][number]>();
  const documents = new Map<string, Document['documents'][number]>();
  const marks: NonNullable<Document['marks']>[number][] = [];
  const take = (element: Element): void => {
    if (element.name === 'h1') headings.push(...[visibleText(element, 500).replaceAll('\n', ' ')].filter(Boolean));
    else if (element.name === 'tr') specifications.push(...rowSpecifications(element));
    else if (element.name === 'dl') specifications.push(...listSpecifications(element));
    else if (element.name === 'img' && images.size < maximumEntries.images) keep(images, imageOf(element, base));
    else if (element.name === 'a' && documents.size < maximumEntries.documents)
      keep(documents, documentOf(element, base));
  };
  walk(root, {
    enter(node) {
      if (!isTag(node)) return false;
      take(node);
      if (marks.length < maximumEntries.marks) addMarks(node, marks);
      return true;
    },
  });
  return {
    headings: headings.slice(0, maximumEntries.headings),
    specifications: specifications.slice(0, maximumEntries.specifications),
    images: [...images.values()],
    documents: [...documents.values()],
    marks: marks.slice(0, maximumEntries.marks),
  };
}

/** The first with each address. */
function keep<T extends { readonly url: string }>(byUrl: Map<string, T>, entry: T | undefined): void {
  if (entry !== undefined && !byUrl.has(entry.url)) byUrl.set(entry.url, entry);
}

function languageOf(declared: string, header: string | undefined): string {
  const tag = (text: string): string =>
    /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$/i.exec(text.trim())?.[0].replaceAll('_', '-') ?? '';
  return tag(declared) || tag(header?.split(',')[0] ?? '');
}

function estimateTokens(parts: readonly unknown[]): number {
  return Math.ceil(
    parts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part : JSON.stringify(part)).length, 0) /
      charactersPerToken,
  );
}
