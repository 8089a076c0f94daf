import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thinned, ticksTo } from '#reports/charts/ticks.ts';

describe('the ticks of an axis', () => {
  test('are round', () => {
    expect(ticksTo(0.51)).toEqual([0, 0.2, 0.4, 0.6]);
    expect(ticksTo(1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksTo(104)).toEqual([0, 50, 100, 150]);
    expect(ticksTo(9.3e-6)).toEqual([0, 2e-6, 4e-6, 6e-6, 8e-6, 1e-5]);
  });

  test('begin at 0 and reach the highest value in a handful of equal steps, whatever it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (highest) => {
        const ticks = ticksTo(highest);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
        expect(ticks.at(-2)).toBeLessThan(highest);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(7);
        const step = ticks[1] ?? 0;
        for (const [index, tick] of ticks.entries()) expect(tick).toBeCloseTo(index * step, 10);
      }),
    );
  });

  test('are there when there is nothing to show', () => {
    expect(ticksTo(0)).toEqual([0, 1]);
    expect(ticksTo(Number.NaN)).toEqual([0, 1]);
  });
});

test('labels are left out evenly where there is no room for all', () => {
  expect(thinned(['a', 'b', 'c', 'd', 'e'], 3)).toEqual(['a', '', 'c', '', 'e']);
  expect(thinned(['a', 'b'], 10)).toEqual(['a', 'b']);
});
