import type { Document } from '#html/document.ts';
import { letters } from './fold.ts';
import { labelledField } from './labels.ts';
import { pageLines } from './sources/page-lines.ts';

/** The legal form behind a name. */
function withoutForm(name: string): string {
  return name.replace(
    /[\s,]+(?:gmbh(?: & co\.? kg)?|ag|kg|ltd|limited|inc|llc|corp|s\.?r\.?l|s\.?p\.?a|s\.?a|b\.?v|ab|oy|a\/?s|s\.?r\.?o|sp\. z o\.?o)\.?$/i,
    '',
  );
}

/** Whether a name is the shop's: its host holds it, or the page says so. */
export function isShop(name: string, { url, title, structured }: Document): boolean {
  const own = letters(withoutForm(name));
  const names = [
    ...(structured.meta['og:site_name'] ?? []),
    ...(structured.meta['application-name'] ?? []),
    ...title
      .split(/\s[|–—-]\s/u)
      .slice(1)
      .slice(-1),
  ];
  const host = letters(URL.parse(url)?.host ?? '');
  return own.length > 2 && (host.includes(own) || names.some((site) => letters(withoutForm(site)) === own));
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
    near.some((line) => line.length <= 60 && letters(namedBy(line)) === own) ||
    document.specifications.some((row) => namesMaker(row.name) && letters(row.value) === own);
  return !isSaid;
}

/** A line, or its value where a label says that it names who makes a thing, and not who sells it. */
function namedBy(line: string): string {
  const [label = '', ...values] = line.split(/[:|]/);
  return values.length === 0 ? label : namesMaker(label) ? (values.at(-1) ?? '') : '';
}

function namesMaker(label: string): boolean {
  const field = labelledField(label);
  return field === 'brand' || field === 'manufacturer';
}
