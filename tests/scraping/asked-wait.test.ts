import { describe, expect, test } from 'vitest';
import { askedWait } from '#scraping/asked-wait.ts';

const now = Date.UTC(2026, 0, 1);
const asked = (status: number, wish?: string) =>
  askedWait({ status, headers: wish === undefined ? {} : { 'retry-after': wish } }, now);

describe('an answer asks for time', () => {
  test.each([
    [429, '7', 7_000],
    [429, 'Thu, 01 Jan 2026 00:01:30 GMT', 90_000],
    [503, '0.5', 500],
    [500, '3', 3_000],
    [429, '86400', 3_600_000],
    [429, 'Thu, 01 Jan 2020 00:00:00 GMT', 0],
  ])('%i with "%s"', (status, wish, wait) => {
    expect(asked(status, wish)).toBe(wait);
  });

  test.each([
    [429, undefined],
    [503, undefined],
    [429, 'soon'],
    [200, '7'],
    [301, '7'],
    [403, '7'],
  ])('and does not with %i and %s', (status, wish) => {
    expect(asked(status, wish)).toBeUndefined();
  });
});
