import type { Document } from '#html/document.ts';
import { wholeDocument } from '../render-document.ts';
import { findPhrase } from './find-phrase.ts';
import { type Passages, passagesOf, plain } from './passages.ts';

/** What a page says, read once for all values that are looked for in it. */
export type Evidence = {
  readonly passages: Passages;
  /** Whether the page says this, as a model reads it or as it stands; case and white space do not count. */
  holds(quote: string): boolean;
};

const read = new WeakMap<Document, Evidence>();

export function evidenceOf(document: Document): Evidence {
  const known = read.get(document);
  if (known !== undefined) return known;
  const passages = passagesOf(document);
  let shown: string | undefined;
  const evidence: Evidence = {
    passages,
    holds: (quote) => {
      shown ??= oneLine(wholeDocument(document));
      return shown.includes(oneLine(quote)) || findPhrase(quote, passages.all) !== undefined;
    },
  };
  read.set(document, evidence);
  return evidence;
}

function oneLine(text: string): string {
  return plain(text).replaceAll('\n', ' ').toLowerCase();
}
