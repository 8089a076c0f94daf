import type { Document } from '#html/document.ts';
import { type Proposal, type Source, proposal } from '../proposal.ts';
import { categoryOf } from './entity-source.ts';
import { pageLines } from './page-lines.ts';
import { articleNumbers, labelledLines, numbersOfAddress } from './shown-identifiers.ts';
import { shownAvailability } from './shown-availability.ts';
import { shownBrand } from './shown-brand.ts';
import { shownPrice } from './shown-prices.ts';

/** What a reader sees: the heading, and near it the price, the stock, labelled numbers. The weakest source. */
export const pageSource: Source = (document) => {
  const { lines, heading, start } = pageLines(document);
  const price = shownPrice(document);
  return [
    ...proposal('name', heading, 'page', 'h1', 0.7),
    ...proposal('price', price?.price, 'page', price?.line ?? '', price?.confidence ?? 0),
    ...shownAvailability(document),
    ...shownBrand(document),
    ...labelledLines(document),
    ...articleNumbers(document),
    ...numbersOfAddress(document),
    ...proposal('category', trailOf(lines.slice(0, Math.max(start, 40)), document), 'page', 'breadcrumb', 0.6),
    ...proposal('images', imagesOf(document), 'page', 'img', 0.4),
    ...proposal('documents', document.documents.length === 0 ? undefined : document.documents, 'page', 'a', 0.8),
  ];
};

function trailOf(lines: readonly string[], document: Document): string | undefined {
  const trail = lines.find((line) => line.length <= 300 && /\S [>›»] \S/.test(line));
  return trail === undefined ? undefined : categoryOf(trail.split(/\s*[>›»/|]\s*/), document);
}

/** Pictures that are described with the words of the heading. */
function imagesOf(document: Document): Proposal['value'] | undefined {
  const { heading = '' } = pageLines(document);
  const words = new Set(heading.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
  const fitting = document.images.filter(({ alternative }) => {
    const own = alternative.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
    return own.filter((word) => words.has(word)).length >= Math.min(2, words.size) && words.size > 0;
  });
  return fitting.length === 0 ? undefined : fitting.slice(0, 10).map(({ url }) => url);
}
