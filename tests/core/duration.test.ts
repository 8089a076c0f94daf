import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '#core/duration.ts';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  [' 1.5 m ', 90_000],
  ['12h', 43_200_000],
  ['30d', 2_592_000_000],
  ['30', undefined],
  ['-1s', undefined],
  ['s', undefined],
  ['1 week', undefined],
])('the duration %s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  [3.4, '3 ms'],
  [1_440, '1.4 s'],
  [125_000, '2 m 5 s'],
  [12_000_000, '3 h 20 m'],
])('%d ms in words', (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words);
});
