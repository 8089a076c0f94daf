import type { Document } from '#html/document.ts';

/** Top-level domains that are sold as words, whatever country they belong to. */
const soldAsWords = new Set('co io ai tv me cc fm ws la gg ly to st id'.split(' '));

const known = new WeakMap<Document, string>();

/**
 * The page's language as a BCP 47 tag with the region that it is made for, when something says it: the language
 * itself, a step of the address (`/en-ca/`, `/ca/en/`), the top-level domain of a country (ISO 3166), or `og:locale`.
 * It decides what `$` and `kr` mean. Software fills in en-US where nobody chose: the address counts more.
 */
export function localeOf(document: Document): string {
  const found = known.get(document) ?? read(document);
  known.set(document, found);
  return found;
}

function read({ language, url, structured }: Document): string {
  const stated = /-([a-z]{2})\b/i.exec(language)?.[1];
  if (stated !== undefined && !isUnitedStates(stated)) return language;
  const shared = /^[a-z]{2}[_-]([a-z]{2})$/i.exec(structured.meta['og:locale']?.[0] ?? '')?.[1];
  const region =
    regionOfPath(url) ??
    countryOfHost(url) ??
    stated ??
    (shared === undefined || isUnitedStates(shared) ? undefined : shared);
  if (region === undefined || region === stated) return language;
  return `${language === '' ? 'und' : language.split('-')[0]}-${region.toUpperCase()}`;
}

function isUnitedStates(region: string): boolean {
  return region.toUpperCase() === 'US';
}

/** Of `/en-ca/` and `/ca/en/` the region. */
function regionOfPath(url: string): string | undefined {
  const path = URL.parse(url)?.pathname ?? '';
  return (
    /^\/(?:[\w-]{1,20}\/)?[a-z]{2}[-_]([a-z]{2})(?:\/|$)/i.exec(path)?.[1] ??
    /^\/([a-z]{2})\/(?:en|fr|es|de|it|pt|nl|sv|nb|no|da|fi|zh|ja)(?:\/|$)/i.exec(path)?.[1]
  );
}

function countryOfHost(url: string): string | undefined {
  const last = URL.parse(url)?.hostname.split('.').at(-1) ?? '';
  if (!/^[a-z]{2}$/.test(last) || soldAsWords.has(last)) return undefined;
  return last === 'uk' ? 'GB' : last;
}
