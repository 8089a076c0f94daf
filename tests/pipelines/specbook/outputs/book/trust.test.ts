import { expect, test } from 'vitest';
import { factRows, trustOf } from '#pipelines/specbook/outputs/book/trust.ts';
import { type RecordFact, textIn } from '#pipelines/specbook/record-schema.ts';
import { products } from '../products.ts';

const facts: readonly RecordFact[] = [
  { title: 'Brand', show: (values) => textIn(values, 'brand') },
  { title: 'Maker', show: (values) => textIn(values, 'maker') },
  { title: 'Both', show: (values) => `${textIn(values, 'brand') ?? '?'} ${textIn(values, 'sku') ?? '?'}` },
  { title: 'Nowhere', show: () => 'always' },
];

test('a value below 0.5 is doubtful', () => {
  expect([0, 0.49, 0.5, 0.79, 0.8, 1].map((confidence) => trustOf({ confidence }))).toEqual([
    'low',
    'low',
    'fair',
    'fair',
    'high',
    'high',
  ]);
});

test('a fact is trusted like the least of the values that it shows', () => {
  const [product] = products;
  if (product === undefined) throw new Error('there are products');
  const record = {
    ...product.record,
    values: { brand: 'Ostra', sku: '7' },
    provenance: {
      brand: { source: 'json-ld', where: 'brand', confidence: 0.9 },
      sku: { source: 'model', where: 'a quotation', confidence: 0.4 },
    } as const,
  };
  expect(factRows(facts, record)).toEqual([
    { title: 'Brand', value: 'Ostra', origin: { trust: 'high', source: 'product data' } },
    { title: 'Maker', value: undefined, origin: undefined },
    { title: 'Both', value: 'Ostra 7', origin: { trust: 'low', source: 'language model' } },
    { title: 'Nowhere', value: 'always', origin: undefined },
  ]);
});
