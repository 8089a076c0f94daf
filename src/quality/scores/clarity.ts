import { fitsLanguage } from './language.ts';
import type { Check } from './scores.ts';

/** A text that people read: what the thing is called, or what is said of it. */
export type ReadText = {
  readonly field: string;
  readonly role: 'title' | 'description';
  readonly text: string;
  /** BCP 47, as the page states it; empty when it does not. */
  readonly language: string;
};

type Rule = {
  readonly of: ReadText['role'] | 'both';
  readonly problem: string;
  readonly isBroken: (read: ReadText) => boolean;
};

const markup =
  /<\/?[a-z][^>]{0,200}>|&(?:[a-z]{2,8}|#\d{1,6});|\{\{|\}\}|\[\/?[a-z_]{2,20}\]|\bfunction\s?\(|\\u[0-9a-f]{4}/iu;
const cutOff =
  /(?:…|\.{3})\s*(?:read more|mehr|lire la suite|leggi|leer más)?$|(?:read|show|see) more\.?$|weiterlesen\.?$|mehr anzeigen\.?$|lire (?:la suite|plus)\.?$|leggi (?:tutto|di più)\.?$|leer más\.?$/iu;
const filler =
  /\b(add to (?:cart|basket|bag)|buy now|in den warenkorb|jetzt kaufen|ajouter au panier|aggiungi al carrello|añadir al carrito|free (?:shipping|delivery)|versandkostenfrei|click here|accept (?:all )?cookies|enable javascript|lorem ipsum|all rights reserved|newsletter|test product|your browser)\b/iu;
const unfilled = /^\s*(?:undefined|null|nan|n\/a|tbd|todo|\[object object\]|description|product|untitled)\s*$/iu;

/** Each can be answered of every text of its role. */
const rules: readonly Rule[] = [
  { of: 'both', problem: 'holds markup or code', isBroken: ({ text }) => markup.test(text) },
  { of: 'both', problem: 'is written in capitals', isBroken: ({ text }) => isShouting(text) },
  { of: 'both', problem: 'is cut off', isBroken: ({ text }) => cutOff.test(text.trim()) },
  {
    of: 'both',
    problem: "holds a shop's own words instead of the product's",
    isBroken: ({ text }) => filler.test(text),
  },
  { of: 'both', problem: 'says nothing', isBroken: ({ text }) => unfilled.test(text) || !/\p{L}{2}/u.test(text) },
  { of: 'title', problem: 'is longer than a name', isBroken: ({ text }) => text.length > 150 },
  { of: 'title', problem: 'repeats itself', isBroken: ({ text }) => isRepeating(text) },
  { of: 'description', problem: 'is shorter than a sentence', isBroken: ({ text }) => text.length < 40 },
  {
    of: 'description',
    problem: "is not in the page's language",
    isBroken: ({ text, language }) => !fitsLanguage(text, language),
  },
];

/** What can be asked of the texts: `passed` makes the score of it. */
export function clarityChecks(texts: readonly ReadText[]): readonly Check[] {
  return texts.flatMap((read) =>
    rules
      .filter(({ of }) => of === 'both' || of === read.role)
      .map(({ problem, isBroken }) => ({ field: read.field, problem: isBroken(read) ? problem : undefined })),
  );
}

/** Five words and more, nearly all of them in capitals: a brand or a code among them is none. */
function isShouting(text: string): boolean {
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  return (
    words.length >= 5 &&
    words.filter((word) => word === word.toUpperCase() && word !== word.toLowerCase()).length > 0.7 * words.length
  );
}

/** The same three words twice: a name with its own copy behind it. */
function isRepeating(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  const triples = words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`);
  return new Set(triples).size < triples.length;
}
