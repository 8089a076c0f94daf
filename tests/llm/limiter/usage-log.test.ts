import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asOf, emptyLog, logged, total, type UsageLog, waitFor } from '#llm/limiter/usage-log.ts';

const window = 60_000;
const start = Date.UTC(2026, 0, 1);

type Entry = { readonly after: number; readonly amount: number; readonly ago: number };
const entries = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 30_000 }),
    amount: fc.integer({ min: 0, max: 1_000 }),
    ago: fc.integer({ min: 0, max: 5_000 }),
  }),
  { maxLength: 40 },
);

function filled(list: readonly Entry[]) {
  let [log, now]: [UsageLog, number] = [emptyLog, start];
  const all: { at: number; amount: number }[] = [];
  for (const { after, amount, ago } of list) {
    now += after;
    log = logged(log, window, amount, now - ago, now);
    all.push({ at: now - ago, amount });
  }
  return { log, now, all };
}

const sumSince = (all: readonly { at: number; amount: number }[], from: number) =>
  all.filter(({ at }) => at > from).reduce((sum, { amount }) => sum + amount, 0);

test('holds at least what was used in the window, and at most what was used in half a percent more', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 0, max: 70_000 }), (list, later) => {
      const { log, now, all } = filled(list);
      const at = now + later;
      expect(total(log, window, at)).toBeGreaterThanOrEqual(sumSince(all, at - window));
      expect(total(log, window, at)).toBeLessThanOrEqual(sumSince(all, at - window * 1.005));
      expect(log.amounts.length).toBeLessThanOrEqual(241);
    }),
  );
});

test('a wait is as long as it takes for so much to leave, and no longer', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 1, max: 2_000 }), (list, amount) => {
      const { log, now } = filled(list);
      const [wait, held] = [waitFor(log, window, amount, now), total(log, window, now)];
      if (held < amount) expect(wait).toBe(Number.POSITIVE_INFINITY);
      else {
        expect(total(log, window, now + wait)).toBeLessThanOrEqual(held - amount);
        expect(total(log, window, now + wait - 1)).toBeGreaterThan(held - amount);
      }
    }),
  );
});

test('a clock that is set back makes what lies in the future be of now', () => {
  const log = logged(logged(emptyLog, window, 3, start, start), window, 4, start + 30_000, start + 30_000);
  const back = asOf(log, window, start + 10_000);
  expect(total(back, window, start + 10_000)).toBe(7);
  expect(waitFor(back, window, 7, start + 10_000)).toBeLessThanOrEqual(window * 1.005);
  expect(total(asOf(log, window, start - 3_600_000), window, start - 3_600_000)).toBe(7);
});

test('a month without a call leaves a log as small as ever', () => {
  const log = logged(emptyLog, window, 3, start, start);
  const later = start + 30 * 86_400_000;
  expect(logged(log, window, 2, later, later).amounts).toEqual([2]);
});
