import { findPhrase } from './find-phrase.ts';
import { type Grounded, grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import type { Passage, Passages } from './passages.ts';

/** Digits with spaces or hyphens between them, as on book covers: 8 to 14 digits. */
const digitRun = /(?<![\p{L}\p{N}.,-])\d(?:[ -]?\d){7,13}(?![\p{L}\p{N}]|[.,-]\d)/gu;
/** Characters below which an article number needs to be named as one. */
const shortest = 4;
const joiner = /[-./_ ]/u;

/** A GTIN is the same with and without leading zeros: an EAN of 13 digits is an UPC of 12 with a 0 before it. */
export function findGtin(value: string, { all }: Passages): Grounding {
  const wanted = significant(value);
  for (const one of all) {
    const run = [...one.text.matchAll(digitRun)].find(({ 0: digits }) => significant(digits) === wanted);
    if (run !== undefined) return grounded(one, run.index, run.index + run[0].length);
  }
  return ungrounded('absent', value);
}

function significant(digits: string): string {
  return digits.replaceAll(/[ -]/gu, '').replace(/^0+/u, '');
}

/**
 * An article number stands in the page as it is, or with other separators (`924/9556` and `9249556`). What other
 * products are called does not count, and neither does a part of a longer number.
 */
export function findIdentifier(value: string, { all }: Passages): Grounding {
  const own = all.filter(({ about }) => about !== 'others');
  const found = findWhole(value, own) ?? findJoined(value, own);
  if (found !== undefined) return found;
  const others = all.filter(({ about }) => about === 'others');
  return ungrounded(findWhole(value, others) === undefined ? 'absent' : 'elsewhere', value);
}

function findWhole(value: string, passages: readonly Passage[]): Grounded | undefined {
  const needle = value.normalize('NFKC').trim().toLowerCase();
  if (needle === '') return undefined;
  for (const one of passages)
    for (let at = one.lower.indexOf(needle); at >= 0; at = one.lower.indexOf(needle, at + 1))
      if (isWhole(one, at, at + needle.length) && (needle.length >= shortest || isAlone(one, at, needle)))
        return grounded(one, at, at + needle.length);
  return undefined;
}

/** The whole of a value, or behind a label (`No. 12`, `Art.: 7b`): anywhere else something so short stands by chance. */
function isAlone({ lower, place }: Passage, at: number, needle: string): boolean {
  return place === 'text' ? /[:#№.]\s?$/u.test(lower.slice(Math.max(0, at - 3), at)) : lower === needle;
}

/** Not a part of a word, of a longer number, or of a number that goes on behind a separator. */
function isWhole({ lower, place }: Passage, start: number, end: number): boolean {
  const [before, first, last, after] = [
    lower[start - 1] ?? '',
    lower[start] ?? '',
    lower[end - 1] ?? '',
    lower[end] ?? '',
  ];
  const isLetterOrDigit = /[\p{L}\p{N}]/u;
  if (
    (isLetterOrDigit.test(first) && isLetterOrDigit.test(before)) ||
    (isLetterOrDigit.test(last) && isLetterOrDigit.test(after))
  )
    return false;
  if (place === 'url' || place === 'link') return true;
  const goesOn = /\d/u.test(last) && /[-/.,]/u.test(after) && /\d/u.test(lower[end + 1] ?? '');
  const comesFrom = /\d/u.test(first) && /[-/.,]/u.test(before) && /\d/u.test(lower[start - 2] ?? '');
  return !goesOn && !comesFrom;
}

/** The same letters and digits with other separators, in one word of the page. */
function findJoined(value: string, passages: readonly Passage[]): Grounded | undefined {
  if (joiner.test(value)) {
    const joined = value.replaceAll(/[-./_ ]/gu, '');
    const found = joined.length < 4 ? undefined : findWhole(joined, passages);
    if (found !== undefined) return found;
  }
  return value.length < 5 || !/\d/u.test(value) ? undefined : findPhrase(value, passages);
}
