import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded } from '#extraction/fold.ts';

test.each([
  ['seatHeight', 'seat height'],
  ['Seat height:', 'seat height'],
  ['SEAT_HEIGHT', 'seat height'],
  ['Sitzhöhe', 'sitzhohe'],
  ['Hauteur d’assise', 'hauteur d assise'],
  ['IPRating', 'ip rating'],
  ['led2Watt', 'led2 watt'],
  ['—', ''],
])('%s is %s', (text, expected) => {
  expect(folded(text)).toBe(expected);
});

test('what is folded stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(folded(folded(text))).toBe(folded(text));
    }),
  );
});
