import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseWeight, toKilograms } from '#extraction/values/weight.ts';

test.each([
  ['2 lb 4 oz', { value: 2.25, unit: 'lb' }],
  ['Gewicht: 1\u2009250 g', { value: 1250, unit: 'g' }],
  ['1.2 t', { value: 1200, unit: 'kg' }],
  ['0,3 кг', { value: 0.3, unit: 'kg' }],
  ['max. load 120 kg, weight 5 kg', { value: 5, unit: 'kg' }],
  ['10–12 kg', undefined],
  ['300 g/m²', undefined],
  ['Tragkraft 120 kg', undefined],
])('%s', (text, weight) => {
  expect(parseWeight(text)).toEqual(weight);
});

test.each([
  [{ value: 450, unit: 'g' }, 0.45],
  [{ value: 1, unit: 'lb' }, 0.4536],
  [{ value: 16, unit: 'oz' }, 0.4536],
  [{ value: 12.5, unit: 'kg' }, 12.5],
] as const)('%j in kilograms', (weight, kilograms) => {
  expect(toKilograms(weight)).toBe(kilograms);
});

test('a weight that is written down is read back', () => {
  const unit = fc.constantFrom('g', 'kg', 'oz', 'lb');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), unit, (hundredths, of) => {
      const value = hundredths / 100;
      expect(parseWeight(`${value} ${of}`)).toEqual({ value, unit: of });
    }),
  );
});
