import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerTo } from '#demo/model/answer.ts';
import { readNumber } from '#demo/model/read-value.ts';
import type { Schema } from '#demo/model/schema.ts';

const text: Schema = { type: ['string', 'null'] };
const number: Schema = { type: ['number', 'null'] };
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const measure = (...units: readonly string[]): Schema =>
  nullable({
    type: 'object',
    properties: { value: { type: 'number' }, unit: { type: 'string', enum: [...units] } },
    required: ['value', 'unit'],
  });
const price = nullable({
  type: 'object',
  properties: { amount: { type: 'number' }, currency: text },
  required: ['amount', 'currency'],
});
const dimensions = nullable({
  type: 'object',
  properties: {
    text: { type: 'string' },
    width: number,
    height: number,
    unit: nullable({ type: 'string', enum: ['mm', 'cm', 'm', 'in'] }),
  },
  required: ['text', 'width', 'height', 'unit'],
});
const list: Schema = { type: ['array', 'null'], items: { type: 'string' } };
const availability = nullable({ type: 'string', enum: ['InStock', 'OutOfStock', 'MadeToOrder'] });

function answer(page: string, name: string, value: Schema): unknown {
  const wrapped = { type: 'object', properties: { value, quote: text }, required: ['value', 'quote'] };
  const prompt = `Report:\n- ${name}: what it is\n\n<<<BEGIN PAGE>>>\n${page}\n<<<END PAGE>>>\n`;
  const all = answerTo(prompt, { type: 'object', properties: { [name]: wrapped } });
  return (all as Record<string, unknown>)[name];
}

describe('the demo model', () => {
  test.each<[string, string, Schema, unknown]>([
    ['Product name: Stool', 'name', text, 'Stool'],
    ['| Gewicht | 4,5 kg |', 'weight', measure('g', 'kg'), { value: 4.5, unit: 'kg' }],
    ['Poids: 900 g', 'weight', measure('g', 'kg'), { value: 900, unit: 'g' }],
    ["Prezzo: CHF 1'290.–", 'price', price, { amount: 1290, currency: 'CHF' }],
    ['Preis: 1.299,50 €', 'price', price, { amount: 1299.5, currency: 'EUR' }],
    ['Price: $19', 'price', price, { amount: 19, currency: null }],
    ['Materialien: Eiche, Stahl und Leder', 'materials', list, ['Eiche', 'Stahl', 'Leder']],
    ['Verfügbarkeit: Auf Lager', 'availability', availability, 'InStock'],
    ['Disponibilità: non disponibile', 'availability', availability, 'OutOfStock'],
    [
      'Largeur: 80 cm\nHauteur: 75 cm',
      'dimensions',
      dimensions,
      { text: 'Largeur: 80 cm\nHauteur: 75 cm', width: 80, height: 75, unit: 'cm' },
    ],
    ['Dimensions: 80 x 40 cm', 'dimensions', dimensions, { text: '80 x 40 cm', width: null, height: null, unit: 'cm' }],
    ['Swivel base: yes', 'swivelBase', { type: ['boolean', 'null'] }, true],
    ['Seats: 3', 'seats', { type: 'integer' }, 3],
  ])('reads the line %j', (page, name, schema, value) => {
    expect(answer(page, name, schema)).toEqual({ value, quote: page.split('\n')[0] });
  });

  test.each<[string, string, Schema, unknown, string]>([
    ['Our stool is made of oak and steel.', 'materials', list, ['oak', 'steel'], 'made of oak and steel'],
    ['Der Stuhl wiegt 4 kg.', 'weight', measure('kg'), { value: 4, unit: 'kg' }, 'wiegt 4 kg'],
    ['Now only EUR 49.90 each', 'price', price, { amount: 49.9, currency: 'EUR' }, 'EUR 49.90'],
    ['With a 5-year warranty.', 'warranty', text, '5-year warranty', '5-year warranty'],
  ])('reads the sentence %j', (page, name, schema, value, quote) => {
    expect(answer(page, name, schema)).toEqual({ value, quote });
  });

  test.each<[string, string, Schema]>([
    ['Name: Stool', 'weight', measure('kg')],
    ['Weight: on request', 'weight', measure('kg')],
    ['Availability: ask us', 'availability', availability],
    ['Price: on request', 'price', price],
  ])('says null where %j does not give the %s', (page, name, schema) => {
    expect(answer(page, name, schema)).toEqual({ value: null, quote: null });
  });

  test('reads only the page, not the rest of the prompt', () => {
    const prompt =
      'Name: not this\n<<<BEGIN KNOWN>>>\nName: nor this\n<<<END KNOWN>>>\n<<<BEGIN PAGE>>>\nName: this\n<<<END PAGE>>>';
    expect(answerTo(prompt, { type: 'object', properties: { name: text } })).toEqual({ name: 'this' });
  });

  test('quotes what the page says, whatever the page says', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }).map((value) => `Name: ${value}`));
    fc.assert(
      fc.property(lines, (page) => {
        const { quote } = answer(page.join('\n'), 'name', text) as { quote: string | null };
        expect(quote === null || page.join('\n').includes(quote)).toBe(true);
      }),
    );
  });
});

test.each([
  ['1.299,50', 1299.5],
  ['1,299.50', 1299.5],
  ["1'299.50", 1299.5],
  ['1.299', 1299],
  ['1.299.000', 1_299_000],
  ['0.125', 0.125],
  ['12,5', 12.5],
  ['7', 7],
  ['none', null],
])('%s is the number %d', (written, value) => {
  expect(readNumber(written)).toBe(value);
});
