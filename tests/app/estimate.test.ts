import { describe, expect, test } from 'vitest';
import { estimateOf, type Prospect, total } from '#app/estimate.ts';
import type { ItemWork } from '#core/run-costs.ts';
import type { Price } from '#llm/prices/price.ts';

/** A nano-dollar a token. */
const price: Price = {
  version: 'test',
  tiers: [{ above: 0, rates: { input: 1e6, cachedInput: 1e6, cacheWrite: 1e6, output: 1e6, reasoning: 1e6 } }],
  perCall: 0,
};
const item = (calls: number, tokens: number, duration = 1_000): ItemWork => ({
  calls,
  models: ['m'],
  input: tokens,
  cachedInput: 0,
  output: 0,
  duration,
});
const prospect: Prospect = {
  pages: 100,
  more: false,
  concurrency: 10,
  price,
  past: [],
  longest: { input: 8_000, output: 2_000 },
};

describe('an estimate', () => {
  test('goes from nothing to the most there can be when there is nothing to judge by', () => {
    const estimate = estimateOf(prospect);
    expect(estimate).toMatchObject({ runs: 0, time: undefined, calls: { low: 0, expected: 100, high: 100 } });
    expect(estimate.cost).toEqual({ low: 0, expected: 600_000, high: 1_000_000 });
  });

  test('takes pages to be as they were', () => {
    const past = [{ run: 'r', items: [item(1, 1_000), item(0, 0), item(1, 1_000), item(0, 0)] }];
    const estimate = estimateOf({ ...prospect, past });
    expect(estimate).toMatchObject({ runs: 1, calls: { expected: 50 }, tokens: { expected: 50_000 } });
    expect(estimate.cost?.expected).toBe(50_000);
    expect(estimate.time?.expected).toBe(10_000);
    expect(estimateOf({ ...prospect, past, price: undefined }).cost).toBeUndefined();
  });

  test('takes no longer than one page when there is one', () => {
    const past = [{ run: 'r', items: [item(1, 10)] }];
    expect(estimateOf({ ...prospect, pages: 1, past }).time?.expected).toBe(1_000);
    expect(estimateOf({ ...prospect, pages: 0, past }).cost?.expected).toBe(0);
  });
});

describe('a sum over further items', () => {
  test('is not uncertain when all items of all runs are alike', () => {
    const alike = [
      [5, 5, 5],
      [5, 5],
    ];
    expect(total(alike, 10)).toEqual({ expected: 50, low: 50, high: 50 });
  });

  test('is a quarter of the mean uncertain, by run, when there is one run', () => {
    const { expected, high } = total([[4, 4, 4]], 100);
    expect(expected).toBe(400);
    expect((high - expected) / expected).toBeCloseTo(1.2816 * 0.25);
  });

  test('is the more uncertain the more runs differ, and never below nothing', () => {
    const width = (samples: readonly (readonly number[])[]) => {
      const { low, high } = total(samples, 100);
      expect(low).toBeGreaterThanOrEqual(0);
      return high - low;
    };
    expect(width([[1], [9]])).toBeGreaterThan(width([[4], [6]]));
  });

  test('holds for four fifths of runs that are like those before', () => {
    const drawn = seeded(7);
    let within = 0;
    for (let trial = 0; trial < 500; trial += 1) {
      const past = Array.from({ length: 8 }, () => runOf(drawn, 40));
      const { low, high } = total(past, 200);
      const sum = runOf(drawn, 200).reduce((all, value) => all + value, 0);
      within += sum >= low && sum <= high ? 1 : 0;
    }
    expect(within / 500).toBeGreaterThan(0.7);
    expect(within / 500).toBeLessThan(0.9);
  });
});

/** Items about a mean that is the run's own. */
function runOf(drawn: () => number, count: number): readonly number[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - drawn())) * Math.cos(2 * Math.PI * drawn());
  const mean = 100 + 15 * normal();
  return Array.from({ length: count }, () => mean + 30 * normal());
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
