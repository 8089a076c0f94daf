import type { Document } from '#html/document.ts';
import { beginsOtherProducts } from './other-products.ts';

/** Lines before and after the heading in which a shop says what it is, what it costs and whether it is there. */
const nearLines = { before: 100, after: 80 };

/** The visible lines of a page in reading order, by how likely they are about its product. */
export type TextParts = {
  readonly before: readonly string[];
  readonly near: readonly string[];
  readonly after: readonly string[];
  /** From where the page turns to other products. */
  readonly others: readonly string[];
};

/** A page without a heading in its text is near all over. */
export function partedText({ text, headings }: Pick<Document, 'text' | 'headings'>): TextParts {
  const lines = text === '' ? [] : text.split('\n');
  const heading = lines.indexOf(headings[0] ?? '');
  const turn = lines.findIndex((line, index) => index > heading && beginsOtherProducts(line));
  const end = turn < 0 ? lines.length : turn;
  const first = Math.max(0, heading - nearLines.before);
  const last = heading < 0 ? end : Math.min(end, heading + nearLines.after);
  return {
    before: lines.slice(0, first),
    near: lines.slice(first, last),
    after: lines.slice(last, end),
    others: lines.slice(end),
  };
}
