import { expect, test } from 'vitest';
import { parseRetryAfter } from '#core/retry-after.ts';

const now = Date.parse('2026-11-20T10:00:00Z');

test.each([
  ['7', 7_000],
  [' 120 ', 120_000],
  ['0', 0],
  ['999999', 3_600_000],
  ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
  ['Fri, 20 Nov 2027 10:00:00 GMT', 3_600_000],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s', (header, milliseconds) => {
  expect(parseRetryAfter(header, now, 3_600_000)).toBe(milliseconds);
});
