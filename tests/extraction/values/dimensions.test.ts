import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDimensions, parseSide, sideExtents } from '#extraction/values/dimensions.ts';
import { type LengthUnit, toMillimetres } from '#extraction/values/length.ts';

describe('dimensions as pages write them', () => {
  test.each([
    ['20 1/2" W x 5\' 6" L', { width: 20.5, length: 66, unit: 'in' }],
    ['W: 23 5/8" D: 21 1/4" H: 30"', { width: 23.625, depth: 21.25, height: 30, unit: 'in' }],
    ['6 ft 2 in long', { length: 74, unit: 'in' }],
    ["5' x 7'", { unit: 'ft' }],
    ['L x W x H: 40 x 50 x 80 cm', { length: 40, width: 50, height: 80, unit: 'cm' }],
    ['80 x 40 x 30 cm (L x W x H)', { length: 80, width: 40, height: 30, unit: 'cm' }],
    ['Abmessungen (BxTxH): 120 x 60 x 75 cm', { width: 120, depth: 60, height: 75, unit: 'cm' }],
    ['Breite × Tiefe × Höhe: 120 × 60 × 75 cm', { width: 120, depth: 60, height: 75, unit: 'cm' }],
    ['L 16 × P 19 × H 34 cm', { width: 16, depth: 19, height: 34, unit: 'cm' }],
    ['L 120 x l 60 x H 75 cm', { length: 120, width: 60, height: 75, unit: 'cm' }],
    ['szer. 40 x gł. 50 x wys. 80 cm', { width: 40, depth: 50, height: 80, unit: 'cm' }],
    ['Breedte 40 cm, hoogte 50 cm', { width: 40, height: 50, unit: 'cm' }],
    ['40W x 50D x 80H cm', { width: 40, depth: 50, height: 80, unit: 'cm' }],
    ['W1200 D600 H750 mm', { width: 1200, depth: 600, height: 750, unit: 'mm' }],
    ['2.4" diameter x 5.1" length', { diameter: 2.4, length: 5.1, unit: 'in' }],
    ['1.200 x 600 x 750 mm', { width: 1200, depth: 600, height: 750, unit: 'mm' }],
    ['Width 1\u2009200 mm', { width: 1200, unit: 'mm' }],
    ['B 1 200 x H 600 mm', { width: 1200, height: 600, unit: 'mm' }],
    ['40 120 x 60 cm', { unit: 'cm' }],
    ["Breite 1'200 mm", { width: 1200, unit: 'mm' }],
    ['1.2 m x 60 cm x 75 cm', { width: 120, depth: 60, height: 75, unit: 'cm' }],
    ['40 x 50 x 80 cm / 15.7" x 19.7" x 31.5"', { width: 40, depth: 50, height: 80, unit: 'cm' }],
    ['Seat height: 45 cm, overall height 80 cm', { height: 80, unit: 'cm' }],
    ['Model 3000, height 40 cm, 3 kg', { height: 40, unit: 'cm' }],
    ['12 m², in stock', undefined],
  ])('%s', (text, expected) => {
    const parsed = parseDimensions(text);
    expect(parsed === undefined ? undefined : { ...parsed, text: undefined }).toEqual(
      expected === undefined ? undefined : { text: undefined, ...expected },
    );
  });

  test('a range is no length, and is known as a range', () => {
    expect(parseDimensions('Height 70–110 cm, width 60 cm')).toMatchObject({ width: 60, unit: 'cm' });
    expect(parseDimensions('Height 70–110 cm')).not.toHaveProperty('height');
    expect(sideExtents('Height 70–110 cm, width 60 cm')).toEqual({
      unit: 'cm',
      sides: { height: { from: 70, to: 110 }, width: { from: 60, to: 60 } },
    });
    expect(parseSide('height', '70 to 110 cm')).not.toHaveProperty('height');
  });
});

const units = ['mm', 'cm', 'm', 'in', 'ft'] as const satisfies LengthUnit[];
const amount = fc.integer({ min: 1, max: 9_999 }).map((tenths) => tenths / 10);
/** `12.5` and `12,5` are the same; three decimals would be thousands. */
const written = (value: number, comma: boolean) => (comma ? String(value).replace('.', ',') : String(value));

test('labelled sides come back, whichever order, number format and language they are in', () => {
  const labels = [
    ['Width', 'Depth', 'Height'],
    ['Breite', 'Tiefe', 'Höhe'],
    ['Largeur', 'Profondeur', 'Hauteur'],
    ['Larghezza', 'Profondità', 'Altezza'],
    ['Ancho', 'Fondo', 'Alto'],
    ['W', 'D', 'H'],
  ] as const;
  const sides = ['width', 'depth', 'height'] as const;
  const order = fc.shuffledSubarray([0, 1, 2], { minLength: 1 });
  fc.assert(
    fc.property(
      fc.constantFrom(...labels),
      order,
      fc.tuple(amount, amount, amount),
      fc.constantFrom(...units),
      fc.boolean(),
      fc.constantFrom(' x ', ', ', ' × '),
      (words, places, values, unit, comma, join) => {
        const text = places.map((at) => `${words[at]} ${written(values[at] ?? 0, comma)} ${unit}`).join(join);
        const expected = Object.fromEntries(places.map((at) => [sides[at] ?? '', values[at]]));
        expect(parseDimensions(text), text).toMatchObject({ ...expected, unit });
      },
    ),
  );
});

test('millimetres keep the order of lengths, and never fail on any text', () => {
  fc.assert(
    fc.property(amount, amount, fc.constantFrom(...units), (one, other, unit) => {
      expect(toMillimetres(Math.max(one, other), unit)).toBeGreaterThanOrEqual(
        toMillimetres(Math.min(one, other), unit),
      );
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const parsed = parseDimensions(text);
      return parsed === undefined || parsed.unit !== undefined;
    }),
  );
});

test('feet and inches are the same in millimetres', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 11 }), (feet, inches) => {
      const { length = 0, unit = 'mm' } = parseDimensions(`${feet}' ${inches}" long`) ?? {};
      expect(toMillimetres(length, unit)).toBeCloseTo(feet * 304.8 + inches * 25.4, 1);
    }),
  );
});

test('much text without an end does not take it long', () => {
  expect(parseDimensions('1 x '.repeat(10_000))).toBeUndefined();
  expect(parseDimensions('W'.repeat(10_000))).toBeUndefined();
});
