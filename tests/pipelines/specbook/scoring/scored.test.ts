import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import type { Extraction } from '#extraction/extraction.ts';
import { recordSchemaOf } from '#pipelines/specbook/own-schema/load.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import type { Values } from '#pipelines/specbook/record-schema.ts';
import { scored } from '#pipelines/specbook/scoring/scored.ts';
import { fakeDocument } from '../../../fakes/document.ts';

const chair: Values = {
  name: 'Arc Lounge Chair',
  brand: 'Nordvik',
  description: 'A lounge chair of solid oak with a seat that is upholstered in leather, made for the lobby.',
  gtin: '4006381333931',
  mpn: 'NV-ARC-2',
  price: { amount: 1249.5, currency: 'EUR' },
  dimensions: { text: '80 x 90 x 75 cm', width: 80, depth: 90, height: 75, unit: 'cm' },
  weight: { value: 18.2, unit: 'kg' },
};
const offers = (price: Json) => ({
  jsonLd: [{ '@type': 'Product', name: 'Arc Lounge Chair', offers: price }],
  microdata: [],
  meta: {},
});
const page = { url: 'https://nordvik.de/arc', language: 'en', title: 'Arc Lounge Chair | Nordvik' };

function extraction(values: Values, confidence = 1): Extraction {
  const provenance = { source: 'json-ld', where: '', confidence } as const;
  return { fields: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value, provenance }])) };
}
const score = (values: Values, document: Parameters<typeof fakeDocument>[0] = page, found = extraction(values)) =>
  scored(values, productSchema, found, fakeDocument(document));

test('a sound record has nothing against it', () => {
  const { scores, issues } = score(chair);
  expect(issues).toEqual([]);
  expect(scores).toMatchObject({ accuracy: 1, clarity: 1, coherence: 1 });
  // 5 fields of weight 2 are there, and mpn and weight; of 17 in all sku, category, availability, materials, finishes are not.
  expect(scores.completeness).toBeCloseTo(12 / 17);
});

test('accuracy is the trust in the values, those that count double twice', () => {
  const found = extraction(chair, 0.9);
  expect(score(chair, page, found).scores.accuracy).toBeCloseTo(0.9);
  const ungrounded = { is: 'ungrounded', reason: 'absent', missing: '1249.5' } as const;
  const fields = {
    ...found.fields,
    price: {
      value: chair['price'] ?? null,
      provenance: { source: 'model', where: '', confidence: 0.9 },
      grounding: ungrounded,
    } as const,
  };
  const { scores, issues } = score(chair, page, { fields });
  expect(scores.accuracy).toBeCloseTo((0.9 * 11) / 13);
  expect(issues).toEqual([{ field: 'price', problem: 'it does not stand in the page' }]);
});

describe('format', () => {
  test.each<[string, Values, RegExp]>([
    ['gtin', { gtin: '4006381333932' }, /check digit/],
    ['price', { price: { amount: 0, currency: 'EUR' } }, /no price/],
    ['price', { price: { amount: 12, currency: 'XXX' } }, /XXX is no currency/],
    ['dimensions', { dimensions: { text: '', width: 80, unit: 'm' } }, /width of 80 m is not plausible/],
    ['weight', { weight: { value: 90_000, unit: 'kg' } }, /not plausible/],
    ['images', { images: ['http://localhost/a.png'] }, /leads nowhere/],
    ['sku', { sku: '---' }, /no number of an article/],
  ])('%s: %j', (field, changed, problem) => {
    const values = { ...chair, ...changed };
    const { scores, issues } = score(values);
    expect(issues).toContainEqual({ field, problem: expect.stringMatching(problem) });
    expect(scores.accuracy).toBeLessThan(1);
  });
});

describe('coherence', () => {
  test.each<[string, Values, Parameters<typeof fakeDocument>[0], RegExp]>([
    ['gtin', { mpn: '4006381333931' }, page, /part number as well/],
    ['mpn', { mpn: '9783161484100' }, page, /another one than/],
    ['brand', { name: 'NORDVIK' }, page, /all that the name says/],
    ['brand', { brand: 'Elsewhere' }, page, /nor anywhere that people see/],
    ['price', {}, { ...page, structured: offers({ price: '99.00' }) }, /not what the page's offers say \(99\)/],
    ['price', { price: { amount: 10, currency: 'USD' } }, page, /in USD, and the page is for DE/],
    ['weight', { weight: { value: 0.1, unit: 'g' } }, page, /do not go with the dimensions/],
    ['description', { description: 'Arc lounge chair' }, page, /name once more/],
  ])('%s: %j', (field, changed, document, problem) => {
    const { scores, issues } = score({ ...chair, ...changed }, document);
    expect(issues).toContainEqual({ field, problem: expect.stringMatching(problem) });
    expect(scores.coherence).toBeLessThan(1);
  });

  test.each<[Values, Parameters<typeof fakeDocument>[0]]>([
    [{}, { ...page, structured: offers({ price: '1249.50' }) }],
    [{}, { ...page, structured: offers({ '@type': 'AggregateOffer', lowPrice: 999, highPrice: 1500 }) }],
    [{}, { ...page, url: 'https://nordvik.ch/arc' }],
    [{ price: { amount: 10, currency: 'USD' } }, { ...page, url: 'https://nordvik.com/arc', language: 'en-GB' }],
    [{ mpn: '4006381333931-B' }, page],
  ])('what goes together: %j', (changed, document) => {
    expect(score({ ...chair, ...changed }, document).scores.coherence).toBe(1);
  });
});

test("a schema of the user's is scored by the same rules, as far as its fields are known facts", () => {
  const schema = recordSchemaOf('own.json', '', {
    type: 'object',
    properties: {
      name: { type: 'string' },
      ean: { type: 'string' },
      seatHeight: { type: 'number' },
      wood: { type: 'string' },
    },
    required: ['name'],
  });
  const values = { name: 'Arc &amp; Bow', ean: '4006381333932', seatHeight: 45 };
  const { scores, issues } = scored(values, schema, extraction(values), fakeDocument(page));
  expect(issues.map(({ field }) => field).toSorted()).toEqual(['ean', 'name']);
  // `name` is required and counts double.
  expect(scores.completeness).toBeCloseTo(4 / 5);
  expect(scores.accuracy).toBeCloseTo(3 / 4);
});

test('places of the page that say different things are a doubt, those that agree none', () => {
  const found = extraction(chair);
  const told = (more: object) => ({
    fields: {
      ...found.fields,
      price: {
        value: chair['price'] ?? null,
        provenance: { source: 'json-ld', where: '', confidence: 0.7, ...more } as const,
      },
    },
  });
  const witness = { source: 'page', where: '999 €' } as const;
  const disagreeing = score(chair, page, told({ disagreeing: [{ ...witness, value: { amount: 999 } }] }));
  expect(disagreeing.issues).toEqual([
    { field: 'price', problem: 'the page says something else in another place: {"amount":999} (page, 999 €)' },
  ]);
  expect(disagreeing.scores.coherence).toBeLessThan(1);
  expect(score(chair, page, told({ agreeing: [witness] })).scores.coherence).toBe(1);
});
