import { type Grounded, grounded } from './found.ts';
import { wordsOf } from '../words.ts';
import { type Passage, plain } from './passages.ts';

/** Scripts that set no spaces between words: a phrase of theirs may stand anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const wordCharacter = /[\p{L}\p{N}]/u;
/** Shorter ones would be found by chance once spaces and punctuation do not count. */
const shortestCompact = 4;

/**
 * Where the phrase stands: as it is written but for case, white space and marks; else but for punctuation and
 * diacritics; else but for the spaces too (`Tischplatte` and `Tisch-Platte`). Always whole words, never a part of one.
 */
export function findPhrase(phrase: string, passages: readonly Passage[]): Grounded | undefined {
  const needle = plain(phrase).toLowerCase();
  if (needle === '') return undefined;
  for (const one of passages) {
    const [at] = occurrencesOf(needle, one.lower);
    if (at !== undefined) return grounded(one, at, at + needle.length);
  }
  const words = wordsOf(phrase);
  if (words.trim() === '') return undefined;
  return inLines(passages, (line) => line.includes(words)) ?? findCompact(words.replaceAll(' ', ''), passages);
}

function findCompact(letters: string, passages: readonly Passage[]): Grounded | undefined {
  if (letters.length < shortestCompact) return undefined;
  return inLines(passages, (line) => line.replaceAll(' ', '').includes(letters) && isOfWholeWords(line, letters));
}

/** Whether some words of the line in a row are the letters. */
function isOfWholeWords(line: string, letters: string): boolean {
  const words = line.trim().split(' ');
  return words.some((_, start) => {
    let rest = letters;
    for (let index = start; rest !== '' && index < words.length; index += 1) {
      const word = words[index] ?? '';
      if (!rest.startsWith(word)) return false;
      rest = rest.slice(word.length);
    }
    return rest === '';
  });
}

/** The first line, as words, that is as wanted. */
export function inLines(
  passages: readonly Passage[],
  isWanted: (line: string, passage: Passage) => boolean,
): Grounded | undefined {
  for (const one of passages) {
    const number = one.words.findIndex((line) => isWanted(line, one));
    if (number >= 0) return grounded(one, startOfLine(one.text, number));
  }
  return undefined;
}

function startOfLine(text: string, number: number): number {
  let start = 0;
  for (let line = 0; line < number; line += 1) start = text.indexOf('\n', start) + 1;
  return start;
}

/** Where `needle` stands in `text` with neither a letter nor a digit beside it. */
export function* occurrencesOf(needle: string, text: string): Generator<number> {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    if (isEdge(text[at - 1], needle[0]) && isEdge(text[at + needle.length], needle.at(-1))) yield at;
  }
}

function isEdge(outside: string | undefined, inside: string | undefined): boolean {
  if (outside === undefined || inside === undefined || !wordCharacter.test(inside)) return true;
  return !wordCharacter.test(outside) || unspaced.test(inside);
}
