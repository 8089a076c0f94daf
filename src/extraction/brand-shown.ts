import type { Document } from '#html/document.ts';
import { letters } from './fold.ts';
import { pageLines } from './sources/page-lines.ts';

const shortName = 4;
/** Scripts that set no spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * Whether a reader finds the name in the page: in its text, title, headings, tables, or the words for its pictures.
 * What is nowhere to be seen is a code (`jj`), or what a shop calls itself in its database.
 */
export function isShownName(name: string, document: Document): boolean {
  const escaped = RegExp.escape(name.trim());
  const word = new RegExp(unspaced.test(name) ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu');
  const { title, headings, text, specifications, images } = document;
  if (word.test(title) || headings.some((heading) => word.test(heading)) || word.test(text)) return true;
  if (specifications.some(({ value }) => word.test(value))) return true;
  if (images.some(({ alternative }) => word.test(alternative))) return true;
  // The same letters with other marks between them: De’Longhi, DELONGHI.
  const own = letters(name);
  const { near, before } = pageLines(document);
  return (
    own.length >= shortName && [title, ...headings, ...near, ...before].some((line) => letters(line).includes(own))
  );
}
