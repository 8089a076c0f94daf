import type { Json } from '#core/json.ts';
import type { Document } from '#html/document.ts';
import type { Entity, EntityValue } from '#structured-data/structured-data.ts';
import { compact } from './compact.ts';

type Section = {
  readonly lines: readonly string[];
  /** The part of what is left that the section may take. */
  readonly share: number;
};

/** Meta tags that describe the thing on the page; the others steer browsers and crawlers. */
const telling =
  /^(?:description$|keywords$|og:(?!image:|video|locale)|product:|twitter:(?:title|description|label|data))/u;
const linksShown = 12;
const longestHeading = 300;
const cut = '[cut]';

/**
 * The document as the model reads it, never longer than `maximumCharacters`. The sections stand in the order of
 * what is worth most for its length (heading, structured data, specification rows, files and pictures, text), and
 * each takes what those before it leave. So text is cut first; and structured data, which may be any size, takes
 * at most half, so that it cannot crowd out the rest.
 */
export function renderDocument(document: Document, maximumCharacters: number): string {
  let rendered = '';
  for (const { lines, share } of sections(document)) {
    const separator = rendered === '' ? '' : '\n\n';
    const room = maximumCharacters - rendered.length - separator.length;
    const section = fitted(lines, Math.floor(room * share));
    if (section !== '') rendered += separator + section;
  }
  return rendered;
}

function sections(document: Document): readonly Section[] {
  return [
    { lines: heading(document), share: 1 },
    { lines: titled('Structured data', structured(document)), share: 0.5 },
    {
      lines: titled(
        'Specifications',
        document.specifications.map(({ name, value }) => `${name}: ${value}`),
      ),
      share: 1,
    },
    { lines: titled('Files and pictures', links(document)), share: 1 },
    { lines: titled('Text', document.text === '' ? [] : document.text.split('\n')), share: 1 },
  ];
}

function heading({ title, url, language, headings }: Document): readonly string[] {
  return [
    ...(title === '' ? [] : [`Title: ${title.slice(0, longestHeading)}`]),
    `URL: ${url.slice(0, longestHeading)}`,
    ...(language === '' ? [] : [`Language: ${language}`]),
    ...headings.map((text) => `Heading: ${text.slice(0, longestHeading)}`),
  ];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, ...lines];
}

function structured({ structured: { jsonLd, microdata, meta } }: Document): readonly string[] {
  const entities = [...jsonLd, ...microdata.map(plain)]
    .map((value) => compact(value))
    .filter((value) => value !== undefined);
  const tags = Object.entries(meta).filter(([name]) => telling.test(name));
  return [
    ...tags.map(([name, values]) => `${name}: ${values.join(', ').slice(0, longestHeading)}`),
    ...entities.map((value) => JSON.stringify(value)),
  ];
}

/** Microdata in the form of JSON-LD, so that the model reads one form. */
function plain(value: EntityValue): Json {
  if (typeof value === 'string') return value;
  const { types, properties }: Entity = value;
  const entries = Object.entries(properties).map(([name, values]) => [name, values.map(plain)] as const);
  return { '@type': [...types], ...Object.fromEntries(entries) };
}

function links({ documents, images }: Document): readonly string[] {
  return [
    ...documents.slice(0, linksShown).map(({ title, url }) => `File: ${title} ${url}`),
    ...images.slice(0, linksShown).map(({ alternative, url }) => `Picture: ${alternative} ${url}`),
  ];
}

/** The lines that fit, the last one cut where the room ends; a section that is only its title is left out. */
function fitted(lines: readonly string[], room: number): string {
  const whole = lines.join('\n');
  if (whole.length <= room) return whole;
  const kept = room - cut.length;
  const first = lines[0] ?? '';
  return kept > first.length + 1 ? `${whole.slice(0, kept).toWellFormed()}${cut}` : '';
}

/** Everything that a model could be shown of the document, whatever its length. */
export function wholeDocument(document: Document): string {
  return sections(document)
    .flatMap(({ lines }) => lines)
    .join('\n');
}
