import type { Document } from '#html/document.ts';
import { plainText } from '#html/plain-text.ts';
import type { Entity, EntityValue } from '#structured-data/structured-data.ts';
import { entityGroups, singleMarks } from '../entity-groups.ts';
import { partedText } from '../text-parts.ts';
import { wordsOf } from '../words.ts';
import type { GroundingPlace } from './grounding.ts';

/**
 * What a passage is about: the product of the page; probably the same, but it stands far from its heading; other
 * products.
 */
export type Subject = 'product' | 'probably' | 'others';

/** A piece of the page in which a value may stand. */
export type Passage = {
  readonly place: GroundingPlace;
  /** What the page calls it: the path of a property, the name of a row or a meta; empty for text. */
  readonly label: string;
  /** Of visible text all lines, of everything else one value. White space and marks are made plain. */
  readonly text: string;
  /** In lower case, as long as `text`. */
  readonly lower: string;
  /** The lines without diacritics and punctuation: words with a space around each. */
  readonly words: readonly string[];
  readonly about: Subject;
};

/** All that a page says, the most telling places first. */
export type Passages = { readonly url: string; readonly language: string; readonly all: readonly Passage[] };

const deepest = 8;
const mostValues = 2_000;
/** Properties of a product that are about others, or are opinions. */
const others =
  /^(?:isRelatedTo|isSimilarTo|isAccessoryOrSparePartFor|isConsumableFor|review|reviews|itemListElement)$/u;
const products = /product|vehicle|book/iu;

/** The passages of a document. What is costly about one is worked out when it is first asked for. */
export function passagesOf(document: Document): Passages {
  const { structured, specifications, headings, title, images, documents, url, canonicalUrl } = document;
  const { before, near, after, others: turned } = partedText(document);
  return {
    url,
    language: document.language,
    all: [
      ...entityPassages(document),
      ...singleMarks(document).map(({ field, value }) => passage('structured_data', field, value)),
      ...specifications.map(({ name, value }) => passage('specifications', name, value)),
      textPassage(near, 'product'),
      textPassage(before, 'probably'),
      textPassage(after, 'probably'),
      textPassage(turned, 'others'),
      ...Object.entries(structured.meta).flatMap(([name, values]) =>
        values.map((value) => passage('meta', name, value)),
      ),
      ...[...headings, title].map((heading) => passage('heading', 'title', heading)),
      ...images.map(({ url: address, alternative }) => passage('link', alternative, address)),
      ...documents.map(({ url: address, title: name }) => passage('link', name, address)),
      ...[url, canonicalUrl ?? ''].map((address) => passage('url', 'url', decodedUrl(address))),
    ].filter((one) => one.text !== ''),
  };
}

export function passage(place: GroundingPlace, label: string, given: string, about: Subject = 'product'): Passage {
  return new PagePassage(place, label, plain(given), about);
}

/** A class, so that the thousands of a page share what works out the rest: closures for each cost a sixth more. */
class PagePassage implements Passage {
  readonly place: GroundingPlace;
  readonly label: string;
  readonly text: string;
  readonly about: Subject;
  #lower: string | undefined;
  #words: readonly string[] | undefined;

  constructor(place: GroundingPlace, label: string, text: string, about: Subject) {
    this.place = place;
    this.label = label;
    this.text = text;
    this.about = about;
  }

  get lower(): string {
    return (this.#lower ??= this.text.toLowerCase());
  }

  get words(): readonly string[] {
    return (this.#words ??= this.text.split('\n').map(wordsOf));
  }
}

const textPassage = (lines: readonly string[], about: Subject) => passage('text', '', lines.join('\n'), about);

/** Most values of a page are: what follows would find nothing to do. */
const alreadyPlain = /^(?:[!-_a-~\n]| (?! ))*$/u;

/** One form for what is written in several: white space, quotation marks, dashes, characters of full width. */
export function plain(given: string): string {
  const text = given.trim();
  if (alreadyPlain.test(text)) return text;
  return text
    .replaceAll(/(?<=\d)(?=[¼½¾⅓-⅞])/gu, ' ')
    .normalize('NFKC')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replaceAll(/[‘’‚′`´]/gu, "'")
    .replaceAll(/[“”„″«»]/gu, '"')
    .replaceAll(/[‐‑‒–—−]/gu, '-');
}

/** First what the page's own product is, then everything else; other products are asides. */
function entityPassages(document: Document): readonly Passage[] {
  return entityGroups(document).flatMap(({ main, all }) => {
    const own = main === undefined ? [] : valuesIn(main, { path: '', about: 'product', depth: 0 });
    const rest = all.flatMap((entity) => {
      const about = main !== undefined && isProduct(entity) ? 'others' : 'probably';
      return valuesIn(entity, { path: '', about, depth: 0 });
    });
    return [...own, ...rest].slice(0, mostValues);
  });
}

type At = { readonly path: string; readonly about: Subject; readonly depth: number };

function valuesIn({ types, properties }: Entity, at: At): readonly Passage[] {
  const isTrail = types.includes('BreadcrumbList');
  return Object.entries(properties).flatMap(([name, values]) => {
    const path = at.path === '' ? name : `${at.path}.${name}`;
    const about = others.test(name) && !isTrail ? 'others' : at.about;
    return values.flatMap((value) => valueIn(value, { path, about, depth: at.depth + 1 }));
  });
}

function valueIn(value: EntityValue, at: At): readonly Passage[] {
  if (typeof value === 'string') return [passage('structured_data', at.path, plainText(value), at.about)];
  return at.depth > deepest ? [] : valuesIn(value, at);
}

function isProduct({ types }: Entity): boolean {
  return types.some((type) => products.test(type));
}

/** As it was meant: `/st%C3%BChle` is `/stühle`. */
function decodedUrl(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    // Not percent-encoded UTF-8: taken as it stands.
    return address;
  }
}
