import type { Document } from '#html/document.ts';
import { documentLines } from './rendering/document-lines.ts';
import { type Line, ranks, sectionTitles } from './rendering/line.ts';

/** How many tokens a text has. */
export type TokenCount = (text: string) => number;

/** Stands where lines were left out. */
const cut = '[cut]';
const tokensOfTitle = 12;

/**
 * The document as the model reads it, never longer than `maximumTokens`: what was written for machines, rows of
 * specifications, files and pictures, and the visible text in reading order, each thing once. When there is not room
 * for all, whole lines are left out in the order that `ranks` states, and `[cut]` stands where some are missing.
 */
export function renderDocument(document: Document, maximumTokens: number, count: TokenCount): string {
  const lines = documentLines(document);
  const whole = written(lines, new Set(lines));
  if (count(whole) <= maximumTokens) return whole;
  let kept = fitting(lines, maximumTokens, count);
  let text = written(lines, new Set(kept));
  // Tokens of lines do not quite add up to those of their text.
  while (kept.length > 0 && count(text) > maximumTokens) {
    kept = kept.slice(0, -Math.ceil(kept.length / 50));
    text = written(lines, new Set(kept));
  }
  return count(text) <= maximumTokens ? text : '';
}

/** Everything that a model could be shown of the document, whatever its length. */
export function wholeDocument(document: Document): string {
  const lines = documentLines(document);
  return written(lines, new Set(lines));
}

/** The lines that there is room for, the most worthy first. A line too long for what is left does not keep out others. */
function fitting(lines: readonly Line[], maximumTokens: number, count: TokenCount): readonly Line[] {
  let room = maximumTokens - sectionTitles.length * tokensOfTitle;
  return ranks
    .flatMap((rank) => lines.filter((line) => line.rank === rank))
    .filter(({ text }) => {
      const tokens = count(text) + 1;
      if (tokens > room) return false;
      room -= tokens;
      return true;
    });
}

function written(lines: readonly Line[], kept: ReadonlySet<Line>): string {
  return sectionTitles
    .map((title) => {
      const own = lines.filter(({ section }) => section === title);
      if (!own.some((line) => kept.has(line))) return '';
      const shown = own.flatMap((line, index) => {
        if (kept.has(line)) return [line.text];
        const before = own[index - 1];
        return before === undefined || kept.has(before) ? [cut] : [];
      });
      return [...(title === '' ? [] : [`## ${title}`]), ...shown].join('\n');
    })
    .filter((section) => section !== '')
    .join('\n\n');
}
