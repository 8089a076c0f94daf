import type { Document } from '#html/document.ts';
import { folded } from '../fold.ts';
import { otherProducts } from './page-words.ts';

/** Lines after the heading in which a shop shows price, stock and article number. */
const buyingLines = 70;
const longestHeading = 250;

/** The visible text around the product's heading. */
export type PageLines = {
  readonly lines: readonly string[];
  /** The heading of the product; undefined when the page has none that can be told from others. */
  readonly heading: string | undefined;
  /** The line at which the product begins, -1 when no heading stands in the text. */
  readonly start: number;
  /** The lines from the heading to where other products begin. */
  readonly near: readonly string[];
  /** The lines before the heading, the nearest first: some shops write the box to buy before it. */
  readonly before: readonly string[];
};

const known = new WeakMap<Document, PageLines>();

/** Read once a document: several sources ask. */
export function pageLines(document: Document): PageLines {
  const found = known.get(document) ?? read(document);
  known.set(document, found);
  return found;
}

function read(document: Document): PageLines {
  const lines = document.text.split('\n');
  const heading = mainHeading(document);
  const start = heading === undefined ? titleLine(lines, document) : headingLine(lines, heading);
  const after = lines
    .slice(start + 1, start + 1 + 2 * buyingLines)
    .filter(isNoOption)
    .slice(0, buyingLines);
  const end = after.findIndex((line) => line.length < 80 && otherProducts.test(line));
  const before = lines
    .slice(Math.max(0, start - 2 * buyingLines), Math.max(start, 0))
    .filter(isNoOption)
    .slice(-buyingLines)
    .toReversed();
  return { lines, heading, start, near: end < 0 ? after : after.slice(0, end), before };
}

/** Quantities to choose from are a line each. */
function isNoOption(line: string): boolean {
  return !/^\d{1,3}$/.test(line);
}

/** Of several h1 the one whose words the title and the address share; dialogs and sections have headings, too. */
function mainHeading({ headings, ...page }: Document): string | undefined {
  if (headings.length < 2) return headings[0];
  const clues = cluesOf(page);
  const scored = headings.map((heading) => ({ heading, shared: sharedShare(heading, clues) }));
  const best = scored.reduce((one, other) => (other.shared > one.shared ? other : one));
  return best.shared > 0 ? best.heading : headings[0];
}

function cluesOf({ title, url, canonicalUrl, structured }: Omit<Document, 'headings'>): ReadonlySet<string> {
  const path = URL.parse(canonicalUrl ?? url)?.pathname ?? '';
  const names = [title, ...(structured.meta['og:title'] ?? []).slice(0, 1)];
  return new Set(folded(`${names.join(' ')} ${decodedPath(path)}`.slice(0, 2_000)).split(' '));
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not percent-encoded UTF-8: the words that can be read still count.
    return path;
  }
}

/** The words of a text that are among the clues, as a share; longer texts win over single words. */
function sharedShare(text: string, clues: ReadonlySet<string>): number {
  const words = folded(text.slice(0, longestHeading)).split(' ').filter(Boolean);
  const shared = words.filter((word) => clues.has(word)).length;
  return words.length === 0 ? 0 : (shared / words.length) * Math.min(shared, 4);
}

function headingLine(lines: readonly string[], heading: string): number {
  const exact = lines.indexOf(heading);
  return exact >= 0 ? exact : lines.findIndex((line) => line.length > 8 && heading.startsWith(line));
}

/** Where no h1 says it: the first line that holds most words of the title. */
function titleLine(lines: readonly string[], document: Document): number {
  const name = document.structured.meta['og:title']?.[0] ?? document.title;
  const words = folded(name.split(/\s[|–—-]\s/u)[0] ?? '')
    .split(' ')
    .filter(Boolean);
  if (words.length < 2) return -1;
  return lines.slice(0, 600).findIndex((line) => {
    if (line.length > longestHeading) return false;
    const own = new Set(folded(line).split(' '));
    return words.filter((word) => own.has(word)).length >= Math.max(2, words.length * 0.8);
  });
}
