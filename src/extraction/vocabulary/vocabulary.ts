import { folded } from '../fold.ts';

/** A canonical term and the words that pages have for it, set apart by commas; `*` stands for the rest of a word. */
export type Terms = Readonly<Record<string, string>>;

/** The canonical terms that the texts name, each once, in the order in which they do. */
export type Vocabulary = (texts: readonly string[]) => readonly string[];

type Entry = { readonly term: string; readonly word: string };

/** Longer words are looked for first and use up their text: stainless steel is no other steel besides. */
export function vocabulary(terms: Terms): Vocabulary {
  const entries = Object.entries(terms)
    .flatMap(([term, words]) => [term, ...words.split(',')].map((word) => ({ term, word: word.trim() })))
    .toSorted((one, other) => other.word.length - one.word.length);
  const whole = entries
    .filter(({ word }) => !word.includes('*'))
    .map(({ term, word }) => ({ term, word: folded(word) }));
  const part = (fits: (word: string) => boolean) =>
    entries.filter(({ word }) => fits(word)).map(({ term, word }) => ({ term, word: folded(word.replace('*', '')) }));
  const beginnings = part((word) => word.endsWith('*'));
  const endings = part((word) => word.startsWith('*'));
  const termOf = new Map(whole.map(({ term, word }) => [word, term]));
  const phrase = new RegExp(
    `(?<= )(?:${whole.map(({ word }) => word.replaceAll(' ', ' {1,2}')).join('|')}|[^ ]+)(?= )`,
    'gu',
  );
  return (texts) => {
    const named = texts.flatMap((text) =>
      // Two spaces between words: each match needs one on either side.
      [...` ${folded(text).replaceAll(' ', '  ')} `.matchAll(phrase)].flatMap(([found]) => {
        const term = termOf.get(found.replaceAll('  ', ' '));
        return term === undefined ? compound(found, beginnings, endings) : [term];
      }),
    );
    return [...new Set(named)];
  };
}

/** Of one word what its beginning and its end say: `Eichenfurnier` is oak and veneer. */
function compound(word: string, beginnings: readonly Entry[], endings: readonly Entry[]): readonly string[] {
  const first = beginnings.find((entry) => word.startsWith(entry.word));
  const room = word.length - (first?.word.length ?? 0);
  const last = endings.find((entry) => entry.word.length <= room && word.endsWith(entry.word));
  return [first, last].flatMap((entry) => entry?.term ?? []);
}
