import type { PageOutline } from './page-outline.ts';

/** JSON-LD, microdata, or OpenGraph that describes a product: such a page is worth reading whatever it looks like. */
const productFacts =
  /"@type"\s{0,5}:\s{0,5}(\[[^\]]{0,100})?"(https?:\/\/schema\.org\/)?Product|schema\.org\/Product\b|og:type["']?\s{1,5}content=["']?(og:)?product|product:price|itemprop=["']?price\b/i;

export function hasProductFacts(outline: PageOutline): boolean {
  const { tags, data, code } = outline.markup;
  return [tags, data, code].some((part) => productFacts.test(part));
}

/** Characters. Check and deny pages that were seen had up to 800; a short product page has more than this. */
const smallText = 2_000;

/** Whether there is little to read, and nothing about a product: only such a page may stand for another. */
export function saysLittle(outline: PageOutline): boolean {
  return outline.text.length <= smallText && !hasProductFacts(outline);
}
