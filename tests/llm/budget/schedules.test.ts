import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { committed } from '#core/budget.ts';
import { type Call, mostFor, play, type Schedule } from './schedule.ts';

const call: fc.Arbitrary<Call> = fc.record({
  fate: fc.constantFrom('answered', 'answered', 'answered', 'useless', 'refused', 'lost'),
  latency: fc.nat({ max: 2_000 }),
  share: fc.constantFrom(0, 0.01, 0.1, 0.25, 0.5, 0.9, 1),
  size: fc.integer({ min: 1, max: 4_000 }),
});

const schedule: fc.Arbitrary<Schedule> = fc.record({
  /** From no room at all to room for all of them. */
  maximum: fc.integer({ min: 0, max: 40 }).map((calls) => calls * mostFor(2_000)),
  calls: fc.oneof(
    { weight: 20, arbitrary: fc.array(call, { minLength: 1, maxLength: 30 }) },
    { weight: 1, arbitrary: fc.array(call, { minLength: 100, maxLength: 250, size: 'max' }) },
  ),
  concurrency: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 200 })),
  processes: fc.integer({ min: 1, max: 3 }),
  kills: fc.array(fc.nat({ max: 4_000 }), { maxLength: 4 }),
});

describe('whatever becomes of calls and processes', () => {
  test('the provider never bills more than the maximum, and no reservation is left', { timeout: 120_000 }, async () => {
    const seen = { refused: 0, complete: 0, killed: 0, busy: 0 };
    await fc.assert(
      fc.asyncProperty(schedule, async (played) => {
        const { store, bill, highestBill, refusals, left } = await play(played);
        expect(highestBill).toBeLessThanOrEqual(played.maximum);
        for (const balance of store.all()) {
          expect(balance.reserved).toBe(0);
          expect(balance.spent + balance.uncertain).toBeGreaterThanOrEqual(bill);
          if (balance.key.startsWith('month:')) expect(committed(balance)).toBeLessThanOrEqual(played.maximum);
        }
        // A run does not give up while there is room, and nothing is forgotten.
        if (refusals.length === 0) expect(left).toBe(0);
        else expect(refusals.every(({ details }) => Number(details['maximum']) === played.maximum)).toBe(true);
        seen.refused += refusals.length > 0 ? 1 : 0;
        seen.complete += refusals.length === 0 ? 1 : 0;
        seen.killed += played.kills.length > 0 ? 1 : 0;
        seen.busy += Math.min(played.concurrency, played.calls.length) >= 100 ? 1 : 0;
      }),
      { numRuns: 10_000 },
    );
    // The schedules are not all of one kind.
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(50);
  });
});
