import type { Document } from '#html/document.ts';
import { pageLines } from './sources/page-lines.ts';
import { otherProducts } from './sources/page-words.ts';

/** Lines before and after the heading in which a shop says what it is, what it costs and whether it is there. */
const nearLines = { before: 100, after: 80 };
/** Characters: longer lines are no headings. */
const longestHeading = 80;

/** The visible lines of a page in reading order, by how likely they are about its product. */
export type TextParts = {
  readonly before: readonly string[];
  readonly near: readonly string[];
  readonly after: readonly string[];
  /** From where the page turns to other products. */
  readonly others: readonly string[];
};

/** A page whose product's heading does not stand in its text is near all over. */
export function partedText(document: Document): TextParts {
  const { lines, start } = pageLines(document);
  const isTurn = (line: string) => line.length < longestHeading && otherProducts.test(line);
  const turn = lines.findIndex((line, index) => index > start && isTurn(line));
  const end = turn < 0 ? lines.length : turn;
  const first = Math.max(0, start - nearLines.before);
  const last = start < 0 ? end : Math.min(end, start + nearLines.after);
  return {
    before: lines.slice(0, first),
    near: lines.slice(first, last),
    after: lines.slice(last, end),
    others: lines.slice(end),
  };
}
