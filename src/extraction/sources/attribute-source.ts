import type { Document } from '#html/document.ts';
import { type Proposal, type Source, proposal } from '../proposal.ts';
import { readers } from '../readers.ts';
import { localeOf } from '../region.ts';
import { parsePrice } from '../values/price.ts';

/** By the name of the mark: the field, and how far it is trusted when the page has it once. */
const fields: Readonly<Record<string, readonly [field: string, confidence: number]>> = {
  sku: ['sku', 0.6],
  brand: ['brand', 0.5],
  price: ['price', 0.5],
  availability: ['availability', 0.6],
  gtin: ['gtin', 0.6],
  mpn: ['mpn', 0.6],
};

/**
 * What data attributes, hidden fields of forms, and classes say. Shelves of other products carry the same marks, so
 * only a mark counts that has one value in the whole page.
 */
export const attributeSource: Source = (document) =>
  Object.entries(fields).flatMap(([mark, [field, confidence]]) => {
    const found = (document.marks ?? []).filter((one) => one.field === mark);
    const [first] = found;
    if (first === undefined || found.some(({ value }) => value !== first.value)) return [];
    return proposal(field, read(field, first.value, document), 'attributes', first.where, confidence);
  });

function read(field: string, text: string, document: Document): Proposal['value'] | undefined {
  if (field !== 'price') return readers[field]?.(text, document);
  const price = parsePrice(text, { locale: localeOf(document), isMachineWritten: /^[\d.]+$/.test(text) });
  return price === undefined || price.amount === 0 ? undefined : price;
}
