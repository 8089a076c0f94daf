import { wordsOf } from '../words.ts';

/** Words from which a text can be told to be a part of another. */
const fewestWords = 5;
/** Characters from which a text may hold others, if nothing else is said. */
const longText = 80;

/** What the document has said so far, so that it says nothing twice. */
export type Said = {
  /**
   * Whether the same words have been said, or a long text that holds them; if not, they count as said from now on.
   *
   * @param longFrom characters from which this text is a long one.
   */
  again(text: string, longFrom?: number): boolean;
  /** Whether the words have been said; nothing is remembered. */
  has(text: string): boolean;
};

export function nothingSaid(): Said {
  const whole = new Set<string>();
  const long: string[] = [];
  const has = (words: string) =>
    whole.has(words) || (words.split(' ').length > fewestWords + 1 && long.some((text) => text.includes(words)));
  return {
    has: (text) => has(wordsOf(text)),
    again(text, longFrom = longText) {
      const words = wordsOf(text);
      if (words.trim() === '' || has(words)) return true;
      whole.add(words);
      if (words.length >= longFrom) long.push(words);
      return false;
    },
  };
}
