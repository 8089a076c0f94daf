import { findPhrase, inLines } from './find-phrase.ts';
import { type Grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import { numeralsIn } from './numerals.ts';
import { wordsOf } from '../words.ts';
import { type Passages, plain } from './passages.ts';

/** Words that may stand in another order, or with others between them, within one line of the page. */
const fewestScattered = 3;
/** Words beyond which a text counts as long. */
const longText = 20;
/** Words in a row that are looked for together, and the share of them that has to stand in the page. */
const shingle = 3;
const sharedShingles = 0.6;

/**
 * A short text stands in the page word by word; a longer one in the order of the page, or all of its words in one
 * line. A long text, which a model may shorten or put together anew, is grounded when 60 % of its runs of three words
 * stand in the page, and every number in it does.
 */
export function findText(value: string, passages: Passages): Grounding {
  const own = passages.all.filter(({ about }) => about !== 'others');
  const whole = findPhrase(value, own);
  if (whole !== undefined) return whole;
  const words = wordsOf(value).trim().split(' ');
  if (words.length > longText) return findLongText(value, words, passages);
  const scattered = words.length < fewestScattered ? undefined : inLines(own, (line) => hasAll(line, words));
  if (scattered !== undefined) return scattered;
  if (findPhrase(value, passages.all) !== undefined) return ungrounded('elsewhere', value);
  const missing = words.filter((word) => inLines(own, (line) => line.includes(` ${word} `)) === undefined);
  if (missing.length === 0) return ungrounded('elsewhere', value);
  return ungrounded(missing.length < words.length ? 'partial' : 'absent', missing.join(' '));
}

const hasAll = (line: string, words: readonly string[]) => words.every((word) => line.includes(` ${word} `));

function findLongText(value: string, words: readonly string[], { all }: Passages): Grounding {
  const own = all.filter(({ about }) => about !== 'others');
  const strange = strangeNumbers(
    value,
    own.map(({ text }) => text),
  );
  if (strange.length > 0) return ungrounded('partial', strange.join(', '));
  const runs = words.slice(shingle - 1).map((_, index) => ` ${words.slice(index, index + shingle).join(' ')} `);
  const lines = own.map((one) => one.words.join(''));
  const shared = runs.filter((run) => lines.some((line) => line.includes(run)));
  const share = shared.length / runs.length;
  const first: Grounded | undefined = inLines(own, (line) => shared[0] !== undefined && line.includes(shared[0]));
  if (share >= sharedShingles && first !== undefined) return first;
  return ungrounded(shared.length > 0 ? 'partial' : 'absent', `${Math.round((1 - share) * 100)} % of the wording`);
}

/** The numbers of a text that stand nowhere in the page: what is made up does most harm in numbers. */
function strangeNumbers(value: string, texts: readonly string[]): readonly string[] {
  const own = numeralsIn(plain(value));
  if (own.length === 0) return [];
  const known = new Set(texts.flatMap((text) => numeralsIn(text).flatMap(({ meanings }) => meanings)));
  const strange = own.filter(({ meanings }) => meanings.length > 0 && !meanings.some((number) => known.has(number)));
  return strange.map(({ start, end }) => plain(value).slice(start, end));
}
