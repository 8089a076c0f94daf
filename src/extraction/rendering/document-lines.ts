import type { Document } from '#html/document.ts';
import { partedText } from '../text-parts.ts';
import { factLines } from './fact-lines.ts';
import type { Line, Rank } from './line.ts';
import { nothingSaid, type Said } from './said.ts';

const longestHeading = 300;
const most = { firstRows: 60, files: 12, pictures: 6 };
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
    ...others.flatMap(pieces).map(line('other products')),
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
