import { findPhrase, occurrencesOf } from './find-phrase.ts';
import { type Grounded, grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import { type Passage, type Passages, plain } from './passages.ts';

/** Metas that speak of the product; others hold addresses of apps and accounts, which are full of brands. */
const telling =
  /^(?:description|keywords|title|name)$|title|description|brand|label|data|author|manufacturer|site_?name/iu;
/** Characters of a line beyond which it is running text. */
const longestLabel = 60;

/**
 * Brands are often plain words (`Only`, `Viking`), and shops name hundreds of them in their menus. So a brand counts
 * only near the heading, in titles, rows and data of the product; and a single word in running text only as a name
 * is written there: with its own capitals, or capitalised within a sentence.
 */
export function findBrand(value: string, { all }: Passages): Grounding {
  const own = all.filter((one) => one.about === 'product' && isTelling(one));
  const found = isOneWord(value) ? findWord(value, own) : findPhrase(value, own);
  if (found !== undefined) return found;
  return ungrounded(findPhrase(value, all) === undefined ? 'absent' : 'elsewhere', value);
}

const isOneWord = (value: string) => /^[\p{L}\p{N}]+$/u.test(value.trim());
const isTelling = ({ place, label }: Passage) => place !== 'link' && (place !== 'meta' || telling.test(label));

function findWord(value: string, passages: readonly Passage[]): Grounded | undefined {
  const name = plain(value);
  for (const one of passages)
    for (const at of occurrencesOf(name.toLowerCase(), one.lower))
      if (isName(name, one, at)) return grounded(one, at, at + name.length);
  return findPhrase(
    value,
    passages.filter(({ text }) => text.length <= longestLabel),
  );
}

function isName(name: string, { text, place }: Passage, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1).split('\n')[0] ?? '';
  if (line.length <= longestLabel || place === 'heading' || place === 'url') return true;
  const written = text.slice(at, at + name.length);
  const begins = /(?:^|[.!?:\n])\s*$/u.test(text.slice(Math.max(0, at - 3), at));
  return written === name || (/^\p{Lu}/u.test(written) && !begins);
}
