import type { Document } from '#html/document.ts';

/** Top-level domains that are sold as words, whatever country they belong to. */
const soldAsWords = new Set('co io ai tv me cc fm ws la gg ly to st id'.split(' '));

/**
 * The page's language as a BCP 47 tag with the region that it is made for, when something says it: the language
 * itself, `og:locale`, or the top-level domain of a country (ISO 3166). It decides what `$` and `kr` mean.
 */
export function localeOf({ language, url, structured }: Document): string {
  if (/-[a-z]{2}\b/i.test(language)) return language;
  const shared = /^[a-z]{2}[_-]([a-z]{2})$/i.exec(structured.meta['og:locale']?.[0] ?? '')?.[1];
  // Software fills in en_US where nobody chose.
  const stated = shared?.toUpperCase() === 'US' ? undefined : shared;
  const region = countryOfHost(url) ?? stated;
  return region === undefined ? language : `${language === '' ? 'und' : language}-${region.toUpperCase()}`;
}

function countryOfHost(url: string): string | undefined {
  const last = URL.parse(url)?.hostname.split('.').at(-1) ?? '';
  if (!/^[a-z]{2}$/.test(last) || soldAsWords.has(last)) return undefined;
  return last === 'uk' ? 'GB' : last;
}
