import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeHtml } from '#html/decode.ts';
import type { Document } from '#html/document.ts';
import { reduceHtml } from '#html/reduce.ts';
import { type CorpusPart, isInPart } from './corpus-part.ts';

export const goldFieldNames = ['price', 'currency', 'sku', 'availability', 'brand', 'mpn', 'gtin'] as const;
export type GoldField = (typeof goldFieldNames)[number];

/** A page of the corpus with the values that people found in it; of some fields several are right. */
export type GoldPage = {
  readonly id: string;
  readonly html: string;
  readonly document: Document;
  readonly gold: Readonly<Partial<Record<GoldField, readonly string[]>>>;
};

/** The pages of a part of the corpus. */
export function goldPages(corpora: string, part: CorpusPart): readonly GoldPage[] {
  const folder = join(corpora, 'product-pages');
  const gold = JSON.parse(readFileSync(join(folder, 'gold.json'), 'utf8')) as Readonly<
    Record<string, GoldPage['gold'] & { readonly url: string }>
  >;
  const own = Object.entries(gold).filter(([, { url }]) => isInPart(url, part));
  return own.map(([id, { url, ...values }]) => {
    const html = decodeHtml(gunzipSync(readFileSync(join(folder, 'html', `${id}.html.gz`))), undefined);
    return { id, html, document: reduceHtml({ url, html }), gold: values };
  });
}
