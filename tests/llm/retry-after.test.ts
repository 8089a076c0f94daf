import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryAfter } from '#llm/retry-after.ts';

const now = Date.UTC(2026, 0, 1);
const tenMinutes = 600_000;

test('milliseconds are believed before seconds', () => {
  expect(retryAfter(new Headers({ 'retry-after-ms': '250', 'retry-after': '9' }), now)).toBe(250);
});

test('fractions of seconds count', () => {
  expect(retryAfter(new Headers({ 'retry-after': '0.5' }), now)).toBe(500);
});

test('a date that is past is no wait', () => {
  expect(retryAfter(new Headers({ 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }), now)).toBe(0);
});

test.each([undefined, new Headers(), new Headers({ 'retry-after': 'soon' }), new Headers({ 'retry-after': '' })])(
  'nothing usable is undefined',
  (headers) => {
    expect(retryAfter(headers, now)).toBeUndefined();
  },
);

test('whatever a provider sends, the wait is undefined or between 0 and ten minutes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (milliseconds, seconds) => {
      const values = new Map([
        ['retry-after-ms', milliseconds],
        ['retry-after', seconds],
      ]);
      const wait = retryAfter({ get: (name) => values.get(name) ?? null }, now);
      expect(wait === undefined || (wait >= 0 && wait <= tenMinutes)).toBe(true);
    }),
  );
});
