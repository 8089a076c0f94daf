import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeNames, editDistance } from '#core/close-names.ts';

describe('the distance of two words', () => {
  test.each([
    ['', '', 0],
    ['kitten', 'sitting', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
    ['ab', 'ba', 2],
  ])('of "%s" and "%s" is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  test('is the same both ways, never more than the longer word, and 0 only for the same word', () => {
    const word = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other);
        expect(distance).toBe(editDistance(other, one));
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
        expect(distance === 0).toBe(one === other);
      }),
    );
  });
});

describe('names that are near', () => {
  const names = ['bot_detected', 'robots_denied', 'timeout', 'tls'];

  test.each([
    ['bot_detcted', ['bot_detected']],
    ['time', ['timeout']],
    ['timeuot', ['timeout']],
    ['xyzzy', []],
  ])('%s', (written, near) => {
    expect(closeNames(written, names)).toEqual(near);
  });

  test('are a few, the nearest first', () => {
    expect(closeNames('run-12', ['run-34', 'run-13', 'run-123', 'run-14', 'run-15'])).toEqual([
      'run-123',
      'run-13',
      'run-14',
    ]);
  });
});
