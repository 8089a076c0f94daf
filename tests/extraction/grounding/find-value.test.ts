import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { evidenceOf } from '#extraction/grounding/evidence.ts';
import { findValue } from '#extraction/grounding/find-value.ts';
import type { Document } from '#html/document.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { fakeDocument } from '../../fakes/document.ts';

const page = fakeDocument({
  url: 'https://shop.test/st%C3%BChle/luca-48812',
  title: 'Luca – Shop',
  language: 'de',
  headings: ['Hocker Luca'],
  structured: {
    jsonLd: [
      {
        '@type': 'Product',
        name: 'Hocker Luca',
        brand: { '@type': 'Brand', name: 'De’Longhi' },
        gtin13: '4006381333931',
        image: '//cdn.test/luca.jpg?w=800',
        offers: { '@type': 'Offer', price: '1290.00', priceCurrency: 'CHF', availability: 'http://schema.org/InStock' },
        isRelatedTo: { '@type': 'Product', name: 'Tisch Nora', sku: 'N-777', offers: { price: '349.00' } },
      },
    ],
    microdata: [],
    meta: { 'og:image': ['https://cdn.test/luca-front.jpg'] },
  },
  specifications: [
    { name: 'Breite × Tiefe × Höhe', value: '40 x 42,5 x 80 cm' },
    { name: 'Gewicht (kg)', value: '4,5' },
    { name: 'Material', value: 'Massiv-Eiche, Stahl' },
    { name: 'Sitzhöhe', value: '18 1/2"' },
    { name: 'Art.-Nr.', value: '466/7999-B' },
  ],
  text: [
    'Möbel > Hocker > Barhocker',
    'Hocker Luca',
    '~~CHF 1’490.–~~',
    'CHF 1’290.–',
    'zzgl. Versand CHF 39.00',
    'Sofort lieferbar',
    'Ein Hocker aus massiver Eiche, von Hand geölt und für jeden Tag gemacht. Er trägt 120 kg und passt an jede Bar.',
    'Ähnliche Produkte',
    'Tisch Nora',
    'CHF 349.00',
    'Ausverkauft',
  ].join('\n'),
  documents: [{ title: 'Datenblatt', url: 'https://shop.test/luca.pdf' }],
});

const look = (name: string, value: Json, document: Document = page) => {
  const field = productTarget.fields.find((one) => one.name === name);
  if (field === undefined) throw new TypeError(`no field ${name}`);
  return findValue(field, value, evidenceOf(document).passages);
};

describe('a value that stands in the page', () => {
  test.each<[field: string, value: Json, place: string, passage: string]>([
    ['name', 'Hocker Luca', 'structured_data', 'name: Hocker Luca'],
    ['name', 'Hocker massiver Eiche', 'text', ''],
    ['brand', 'DeLonghi', 'structured_data', ''],
    ['price', { amount: 1290 }, 'structured_data', 'offers.price: 1290.00'],
    ['price', { amount: 1290, currency: 'CHF' }, 'structured_data', 'offers.price: 1290.00'],
    ['availability', 'InStock', 'structured_data', 'offers.availability: http://schema.org/InStock'],
    ['gtin', '04006381333931', 'structured_data', 'gtin13: 4006381333931'],
    ['sku', '466/7999-B', 'specifications', 'Art.-Nr.: 466/7999-B'],
    ['sku', '4667999B', 'specifications', 'Art.-Nr.: 466/7999-B'],
    ['sku', '48812', 'url', 'https://shop.test/stühle/luca-48812'],
    ['category', 'Möbel > Barhocker', 'text', 'Möbel > Hocker > Barhocker'],
    ['dimensions', { text: '40 x 42.5 x 80 cm', width: 40, depth: 42.5, height: 80, unit: 'cm' }, 'specifications', ''],
    ['dimensions', { text: '', width: 400, height: 0.8, unit: 'm' }, '', ''],
    ['dimensions', { text: 'x', width: 15.75, unit: 'in' }, 'specifications', ''],
    ['dimensions', { text: 'x', height: 18.5, unit: 'in' }, 'specifications', 'Sitzhöhe: 18 1/2"'],
    ['dimensions', { text: '40 x 42,5 x 80 cm' }, 'specifications', ''],
    ['weight', { value: 4.5, unit: 'kg' }, 'specifications', 'Gewicht (kg): 4,5'],
    ['weight', { value: 4500, unit: 'g' }, 'specifications', 'Gewicht (kg): 4,5'],
    ['materials', ['Stahl', 'Massiveiche'], 'specifications', ''],
    ['images', ['https://cdn.test/luca.jpg?w=800', 'http://cdn.test/luca-front.jpg'], 'structured_data', ''],
    ['documents', [{ title: 'anything', url: 'https://shop.test/luca.pdf' }], 'link', ''],
    [
      'description',
      'Hocker aus massiver Eiche, von Hand geölt, für jeden Tag gemacht: er trägt 120 kg und passt an jede Bar, und ist schön wie eh und je.',
      'text',
      '',
    ],
  ])('%s %j', (field, value, place, passage) => {
    const found = look(field, value);
    if (place === '') return expect(found.is).toBe('ungrounded');
    expect(found).toMatchObject({ is: 'grounded', place });
    if (found.is === 'grounded' && passage !== '') expect(found.passage).toBe(passage);
  });
});

describe('a value that does not', () => {
  test.each<[field: string, value: Json, reason: string, missing?: string]>([
    ['price', { amount: 1291 }, 'absent', '1291'],
    ['price', { amount: 290 }, 'absent'],
    ['price', { amount: 1490 }, 'elsewhere'],
    ['price', { amount: 39 }, 'elsewhere'],
    ['price', { amount: 349 }, 'elsewhere'],
    ['price', { amount: 80 }, 'elsewhere'],
    ['price', { amount: 1290, currency: 'EUR' }, 'partial', 'EUR'],
    ['availability', 'OutOfStock', 'elsewhere'],
    ['gtin', '4006381333932', 'absent'],
    ['sku', 'N-777', 'elsewhere'],
    ['sku', '466', 'absent'],
    ['sku', '7999', 'absent'],
    ['sku', '4881', 'absent'],
    ['sku', '80', 'absent'],
    ['brand', 'Luc', 'absent'],
    ['name', 'Hocker Luca Rot', 'partial', 'rot'],
    ['dimensions', { text: 'x', width: 40, height: 81, unit: 'cm' }, 'partial', '81 cm'],
    ['dimensions', { text: 'x', width: 40, unit: 'in' }, 'absent'],
    ['weight', { value: 5, unit: 'kg' }, 'absent', '5 kg'],
    ['materials', ['Stahl', 'Leder'], 'partial', 'leder'],
    ['images', ['https://cdn.test/other.jpg'], 'absent'],
    [
      'description',
      'Ein Hocker aus massiver Eiche, von Hand geölt und für jeden Tag gemacht. Er trägt 150 kg und passt an jede Bar.',
      'partial',
      '150',
    ],
  ])('%s %j: %s', (field, value, reason, missing) => {
    const found = look(field, value);
    expect(found).toMatchObject({ is: 'ungrounded', reason });
    if (missing !== undefined) expect(found).toMatchObject({ missing });
  });
});

test.each([
  ['96,40 € / m²', 'grounded'],
  ['96,40 € / m', 'grounded'],
  ['96,40 € je Stück', 'grounded'],
  ['96,40 €/kg', 'ungrounded'],
  ['96,40 € / 100 ml', 'ungrounded'],
  ['96,40 € / Monat', 'ungrounded'],
  ['96,40 € Versand', 'ungrounded'],
  ['UVP 96,40 €', 'ungrounded'],
  ['96,40', 'ungrounded'],
])('a price is what one pays for it now: %s is %s', (text, is) => {
  expect(look('price', { amount: 96.4, currency: 'EUR' }, fakeDocument({ text })).is).toBe(is);
});

test('a number is found in the notation of the page, and never as a part of another', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999_999 }),
      fc.constantFrom('en-US', 'de-DE', 'de-CH', 'fr-FR'),
      (cents, locale) => {
        const amount = cents / 100;
        const written = amount.toLocaleString(locale, { minimumFractionDigits: 2 });
        const document = fakeDocument({ text: `Preis: ${written} €` });
        expect(look('price', { amount, currency: 'EUR' }, document).is).toBe('grounded');
        const longer = fakeDocument({ text: `Preis: 9${cents}1 €` });
        expect(look('price', { amount: cents }, longer).is).toBe('ungrounded');
      },
    ),
  );
});
