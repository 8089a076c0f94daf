import { expect, test } from 'vitest';
import { normalised } from '#pipelines/specbook/normalised.ts';

test('lengths in millimetres, the weight in kilograms, words of the vocabulary', () => {
  expect(
    normalised({
      name: 'Desk',
      dimensions: { text: 'W 55" x D 27.5", height 24–50"', width: 55, depth: 27.5, unit: 'in' },
      weight: { value: 66, unit: 'lb' },
      materials: ['Eichenfurnier', 'Pulverbeschichteter Stahl'],
      finishes: ['Black'],
    }),
  ).toEqual({
    width_mm: 1397,
    depth_mm: 698.5,
    height_mm: { from: 609.6, to: 1270 },
    weight_kg: 29.9371,
    materials: ['oak', 'veneer', 'steel'],
    finishes: ['black'],
  });
  expect(normalised({ name: 'Desk' })).toBeUndefined();
});
