import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { typedValue, type ValueShape } from '#extraction/values/typed-value.ts';

const text: ValueShape = { kind: 'text' };
const number: ValueShape = { kind: 'number' };
const boolean: ValueShape = { kind: 'boolean' };
const finish: ValueShape = { kind: 'text', options: ['inStock', 'made to order', 'matt', 'gloss'] };
const measure: ValueShape = { kind: 'object', parts: { value: number, unit: text } };

const cases: readonly (readonly [string, ValueShape, Json, Json | undefined])[] = [
  ['a number without its unit', number, '45 cm', 45],
  ['a number in the notation of the page', number, '1.299,50 €', 1299.5],
  ['a number grouped by spaces', number, '1 299,50 EUR', 1299.5],
  ['zero and less than zero', number, '0 W', 0],
  ['a temperature below zero', number, '-20 °C', -20],
  ['no number of a range', number, '45 – 60 cm', undefined],
  ['no number of a range with two units', number, '45 cm - 60 cm', undefined],
  ['no number of a product', number, '80 x 40 cm', undefined],
  ['the first of two notations', number, '45 cm (17.7 in)', 45],
  ['no number of a model’s name', number, 'A45', undefined],
  ['the amount of a price', number, { amount: 649, currency: 'USD' }, 649],
  ['the value of a weight', number, { value: 18.2, unit: 'kg' }, 18.2],
  ['yes', boolean, 'Ja, bis zu 4 Stück', true],
  ['no', boolean, 'non', false],
  ['nothing else for a boolean', boolean, 'stackable', undefined],
  ['an option by its words', finish, 'In stock', 'inStock'],
  ['an option within a text', finish, 'Finish: matt black', 'matt'],
  ['no option of two', finish, 'matt or gloss', undefined],
  ['no option of none', finish, 'brushed', undefined],
  ['a list taken apart', { kind: 'list', of: text }, 'Oak; Leather, Steel', ['Oak', 'Leather', 'Steel']],
  ['numbers in a list', { kind: 'list', of: number }, '2700 K, 3000 K', [2700, 3000]],
  ['what fits of a list', { kind: 'list', of: number }, ['12 W', 'none'], [12]],
  ['the text of dimensions', text, { text: '80 x 90 cm', width: 80 }, '80 x 90 cm'],
  ['a price as text', text, { amount: 649, currency: 'USD' }, '649 USD'],
  ['no text of an unknown object', text, { a: 1 }, undefined],
  ['the first link of a list', { kind: 'link' }, ['x', 'https://a.example/1.jpg'], 'https://a.example/1.jpg'],
  ['a measure', measure, '12.5 kg', { value: 12.5, unit: 'kg' }],
  ['no measure without a unit', measure, '12.5', undefined],
  ['only the parts of the shape', measure, { value: 2, unit: 'kg', text: '2 kg' }, { value: 2, unit: 'kg' }],
  [
    'no part that the value has only by its prototype',
    { kind: 'object', parts: { toString: text } },
    { a: 1 },
    undefined,
  ],
];

describe('a value is read as its field wants it:', () => {
  test.each(cases)('%s', (_, shape, value, expected) => {
    expect(typedValue(value, shape)).toEqual(expected);
  });
});
