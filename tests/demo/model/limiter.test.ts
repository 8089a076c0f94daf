import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limiter, limiterKinds } from '#demo/model/limiter.ts';

const window = 1_000;
const limit = 10;

/** Takes each amount as soon as it is let through; gives when that was. */
function taken(kind: (typeof limiterKinds)[number], orders: readonly (readonly [pause: number, amount: number])[]) {
  const subject = limiter(kind, limit, window);
  let now = 5_000;
  return orders.map(([pause, amount]) => {
    now += pause;
    const wait = subject.waitFor(amount, now);
    if (wait > 0) expect(subject.waitFor(amount, now + wait - 1)).toBeGreaterThan(0);
    now += wait;
    expect(subject.waitFor(amount, now)).toBe(0);
    subject.take(amount, now);
    const { remaining, reset } = subject.headroom(now);
    expect(remaining).toBeGreaterThanOrEqual(0);
    expect(reset).toBeGreaterThan(0);
    expect(subject.headroom(now + reset)).toEqual({ limit, remaining: limit, reset: 0 });
    return { at: now, amount };
  });
}

const orders = fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: limit })), {
  minLength: 1,
  maxLength: 30,
});
const sumBetween = (list: readonly { at: number; amount: number }[], from: number, to: number) =>
  list.filter(({ at }) => at >= from && at < to).reduce((sum, { amount }) => sum + amount, 0);

describe('limiter', () => {
  test.each(limiterKinds)(
    '%s: a wait is as long as it has to be, and the limit is whole again when it says',
    (kind) => {
      fc.assert(fc.property(orders, (list) => void taken(kind, list)));
    },
  );

  test('fixed: never more than the limit in a window of the clock', () => {
    fc.assert(
      fc.property(orders, (list) => {
        const all = taken('fixed', list);
        for (const { at } of all) {
          const start = at - (at % window);
          expect(sumBetween(all, start, start + window)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  test('sliding: never more than the limit in any window', () => {
    fc.assert(
      fc.property(orders, (list) => {
        const all = taken('sliding', list);
        for (const { at } of all) expect(sumBetween(all, at, at + window)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('bucket: a full bucket and what flows into it, and no more', () => {
    fc.assert(
      fc.property(orders, (list) => {
        const all = taken('bucket', list);
        const [first, last] = [all[0]?.at ?? 0, all.at(-1)?.at ?? 0];
        const most = limit + ((last - first) / window) * limit;
        expect(sumBetween(all, first, last + 1)).toBeLessThanOrEqual(most + 1e-6);
      }),
    );
  });

  test.each(limiterKinds)('%s: more than the limit is never let through', (kind) => {
    expect(limiter(kind, limit, window).waitFor(limit + 1, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
