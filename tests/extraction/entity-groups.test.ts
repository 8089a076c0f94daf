import { describe, expect, test } from 'vitest';
import { singleMarks } from '#extraction/entity-groups.ts';
import { evidenceOf } from '#extraction/grounding/evidence.ts';
import { findPrice } from '#extraction/grounding/find-price.ts';
import { wholeDocument } from '#extraction/render-document.ts';
import { fakeDocument } from '../fakes/document.ts';

const product = (name: string, price: string) => ({
  types: ['Product'],
  properties: { name: [name], offers: [{ types: ['Offer'], properties: { price: [price], priceCurrency: ['EUR'] } }] },
});

const document = fakeDocument({
  headings: ['Stool'],
  structured: { jsonLd: [], microdata: [], meta: {}, state: [product('Stool', '120.00'), product('Table', '349.00')] },
  marks: [
    { field: 'sku', value: 'S-1', where: 'data-sku' },
    { field: 'sku', value: 'S-1', where: 'data-product-sku' },
    { field: 'brand', value: 'Luca', where: 'data-brand' },
    { field: 'brand', value: 'Nora', where: 'data-brand' },
  ],
});

describe('what a page keeps for its own scripts', () => {
  test('counts as evidence where it is about the product', () => {
    const { passages } = evidenceOf(document);
    expect(findPrice({ amount: 120, currency: 'EUR' }, passages)).toMatchObject({
      is: 'grounded',
      place: 'structured_data',
      passage: 'offers.price: 120.00',
    });
    expect(findPrice({ amount: 349 }, passages)).toMatchObject({ is: 'ungrounded', reason: 'elsewhere' });
  });

  test('is shown to a model', () => {
    const shown = wholeDocument(document);
    expect(shown).toContain('offers.price: 120.00');
    expect(shown).toContain('sku: S-1');
    expect(shown).not.toContain('brand');
  });

  test('a mark that has several values says nothing of the product', () => {
    expect(singleMarks(document).map(({ where }) => where)).toEqual(['data-sku']);
  });
});
