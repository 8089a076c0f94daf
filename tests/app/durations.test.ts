import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDuration, medianOf, noDurations } from '#app/durations.ts';

const of = (all: readonly number[]) => {
  const durations = noDurations();
  for (const duration of all) addDuration(durations, duration);
  return durations;
};

test('the median is off by 1 % at most, whatever the durations', () => {
  const durations = fc.array(fc.double({ min: 0.2, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(durations, (all) => {
      const exact = all.toSorted((left, right) => left - right)[Math.ceil(all.length / 2) - 1] ?? 0;
      const median = medianOf(of(all));
      expect(median).toBeGreaterThan(exact / 1.011);
      expect(median).toBeLessThan(exact * 1.011);
    }),
  );
});

test('adds up exactly, and takes no more room for more durations', () => {
  const durations = of(Array.from({ length: 10_000 }, (_, index) => index % 500));
  expect(durations).toMatchObject({ count: 10_000, sum: 20 * 124_750 });
  expect(durations.buckets.size).toBeLessThan(500);
});

test('copes with nothing, and with no time at all', () => {
  expect(medianOf(noDurations())).toBe(0);
  expect(medianOf(of([0, 0, 0]))).toBeLessThan(0.2);
});
