import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Refusal, retryAfter as read } from '#llm/retry-after.ts';

const now = Date.UTC(2026, 0, 1);
const tenMinutes = 600_000;
const retryAfter = (headers: Refusal['headers'], at: number) => read({ headers, message: '', error: undefined }, at);

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

const refusal = (message: string, error?: unknown): Refusal => ({ headers: new Headers(), message, error });

test.each([
  ['Rate limit reached. Please try again in 1.5s.', 1_500],
  ['Please try again in 6m0s. Visit …', 360_000],
  ['Please retry in 120ms', 120],
  ['[{"retryDelay": "34.07s"}]', 34_070],
  ['Try again in a while.', undefined],
])('the body is read when the headers say nothing: %s', (message, wait) => {
  expect(read(refusal(message), now)).toBe(wait);
});

test("Google's RetryInfo is found among the details of the error", () => {
  const details = [{ '@type': 'QuotaFailure' }, null, { '@type': 'RetryInfo', retryDelay: '7s' }];
  expect(read(refusal('', { details }), now)).toBe(7_000);
});

test('headers go before the body', () => {
  const headers = new Headers({ 'retry-after': '2' });
  expect(read({ headers, message: 'try again in 9s', error: undefined }, now)).toBe(2_000);
});
