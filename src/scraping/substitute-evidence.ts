import type { PageOutline } from './page-outline.ts';
import type { Page } from './page.ts';
import { saysLittle } from './product-facts.ts';
import { type Sign, type SubstituteRule, substituteRules } from './substitute-signals.ts';

/** What is shown instead of the page, and the facts that show it. */
export type SubstituteEvidence = Pick<SubstituteRule, 'category' | 'message'> & {
  readonly evidence: readonly string[];
  readonly corroboration: readonly string[];
};

/** Characters to each side of the host's own name that are looked at. */
const around = 120;

/**
 * Looks for a login form, a consent page, a note about regions or a parked domain in the place of the page.
 * A missing page or a broken server stays what its status says.
 */
export function findSubstitute(page: Page, outline: PageOutline): SubstituteEvidence | undefined {
  const canBe = (page.status >= 200 && page.status < 300) || page.status === 403;
  if (!canBe || !saysLittle(outline)) return undefined;
  for (const { category, message, groups } of substituteRules) {
    const [sign, ...corroboration] = oneOfEach(groups, page, outline);
    if (sign !== undefined) return { category, message, evidence: [sign], corroboration };
  }
  return undefined;
}

/** None when a group has none. */
function oneOfEach(groups: SubstituteRule['groups'], page: Page, outline: PageOutline): readonly string[] {
  const evidence: string[] = [];
  for (const group of groups) {
    const found = firstOf(group, page, outline);
    if (found === undefined) return [];
    evidence.push(found);
  }
  return evidence;
}

function firstOf(group: readonly Sign[], page: Page, outline: PageOutline): string | undefined {
  for (const sign of group) {
    const found = find(sign, page, outline);
    if (found !== undefined) return found;
  }
  return undefined;
}

function find({ where, pattern }: Sign, page: Page, outline: PageOutline): string | undefined {
  const found = pattern.exec(textAt(where, page, outline));
  return found === null ? undefined : `${where}: ${found[0].trim().slice(0, 80)}`;
}

function textAt(where: Sign['where'], page: Page, outline: PageOutline): string {
  switch (where) {
    case 'address':
      return redirectedTo(page);
    case 'way back':
      return wayBack(page, outline);
    case 'own name':
      return aboutItself(page, outline);
    case 'tags':
      return outline.markup.tags;
    case 'status':
      return String(page.status);
    default:
      return outline[where];
  }
}

/** Host and path, without the query: what a site adds there says where a visitor came from. */
function redirectedTo({ url, finalUrl }: Page): string {
  const [asked, answered] = [new URL(url), new URL(finalUrl)];
  return asked.host === answered.host && asked.pathname === answered.pathname
    ? ''
    : `${answered.host}${answered.pathname}`;
}

/** In a link the address is encoded once more; in a form it is a hidden value. */
function wayBack({ url }: Page, { markup: { tags } }: PageOutline): string {
  const { pathname } = new URL(url);
  if (pathname.length < 2) return '';
  const encoded = encodeURIComponent(pathname);
  if (tags.includes(encoded)) return encoded;
  const inputs = tags.match(/<input\b[^>]{0,1000}>/gi) ?? [];
  return inputs.some((input) => input.includes(pathname)) ? pathname : '';
}

function aboutItself({ finalUrl }: Page, { title, text }: PageOutline): string {
  const name = new URL(finalUrl).hostname.replace(/^www\./, '');
  const said = `${title} ${text}`;
  const place = said.toLowerCase().indexOf(name);
  return place === -1 ? '' : said.slice(Math.max(0, place - around), place + name.length + around);
}
