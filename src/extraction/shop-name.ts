import type { Document } from '#html/document.ts';
import { letters } from './fold.ts';
import { pageLines } from './sources/page-lines.ts';

/** Whether a name is the shop's: its host holds it, or the page says so. */
export function isShop(name: string, { url, structured }: Document): boolean {
  const own = letters(name);
  const host = letters(URL.parse(url)?.host ?? '');
  return (
    own.length > 2 &&
    (host.includes(own) || (structured.meta['og:site_name'] ?? []).some((site) => letters(site) === own))
  );
}

/**
 * Shops that sell many brands often put their own name where the brand belongs. Where the shop is the brand, the page
 * says so: in the heading, on a line of its own, or in a row of a table.
 */
export function isMerelyTheShop(name: string, document: Document): boolean {
  if (!isShop(name, document)) return false;
  const own = letters(name);
  const { heading = '', near } = pageLines(document);
  const isSaid =
    letters(heading).includes(own) ||
    near.some((line) => line.length <= 60 && letters(line.split(/[:|]/).at(-1) ?? '') === own) ||
    document.specifications.some(({ value }) => letters(value) === own);
  return !isSaid;
}
