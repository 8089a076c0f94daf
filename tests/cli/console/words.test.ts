import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDollars as dollars } from '#core/money.ts';
import { costParts, percentages, perTime } from '../../../src/cli/console/numbers.ts';
import { laidOut, table } from '../../../src/cli/console/layout.ts';
import { pace } from '../../../src/cli/console/pace.ts';
import { withoutColor } from '../../../src/cli/console/paint.ts';
import { displayWidth, fitted, padded, printable, wrapped } from '../../../src/cli/console/text.ts';
import { nothingSpent } from '#app/spending.ts';

describe('texts', () => {
  test.each([
    ['家具', 4],
    ['👩‍🎨', 2],
    ['e\u0301', 1],
    ['ﾊﾟ', 2],
    ['✓ ✗ – █░', 8],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('are cut between characters as people see them', () => {
    expect(fitted('家具の店', 5)).toBe('家具…');
    expect(fitted('a👩‍🎨b', 3)).toBe('a…');
    expect(fitted('short', 5)).toBe('short');
    expect(padded('家', 4, 'right')).toBe('  家');
  });

  test('cannot steer the terminal', () => {
    expect(printable('a\u001b[2J\r\nb\u202ec\ud800')).toBe('a [2J b c\ufffd');
  });

  test('lose no word when they are broken, and no line is too wide unless a word is', () => {
    const words = fc.array(
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).map((word) => word.replaceAll(/[ `]/gu, '_')),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 90 }), (all, width) => {
        const lines = wrapped(all.join(' '), width, 4);
        expect(lines.join(' ').split(/ +/u).filter(Boolean)).toEqual(all);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
    expect(wrapped('see output/a-very-long-path.html', 12, 4)).toEqual(['see', '    output/a-very-long-path.html']);
  });
});

describe('numbers', () => {
  test.each([
    [0, '$0'],
    [150, '$0.00000015'],
    [1_500_000, '$0.0015'],
    [123_456_789, '$0.1235'],
    [1_234_567_891_000, '$1,234.57'],
  ])('%i nano-dollars are %s', (nano, text) => {
    expect(dollars(nano)).toBe(text);
  });

  test('an unknown price is never nothing', () => {
    expect(costParts({ ...nothingSpent, calls: 2, unpriced: 2 })).toEqual(['unpriced']);
    expect(costParts({ ...nothingSpent, calls: 2, unpriced: 1, reported: 5e6 })).toEqual([
      '$0.0050 reported',
      '1 call unpriced',
    ]);
    expect(costParts({ ...nothingSpent, calls: 1, unanswered: 1 })).toEqual(['1 call without an answer']);
    expect(costParts(nothingSpent)).toEqual(['$0']);
  });

  test('percentages add up to 100', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 9 }), (amounts) => {
        const sum = percentages(amounts).reduce((all, share) => all + share, 0);
        expect(sum).toBe(amounts.some((amount) => amount > 0) ? 100 : 0);
      }),
    );
    expect(percentages([1, 1, 1])).toEqual([34, 33, 33]);
  });

  test('a rate is told by the second or the minute', () => {
    expect([0.05, 3.14, 1_234].map(perTime)).toEqual(['3.0/min', '3.1/s', '1,234/s']);
  });
});

describe('the pace', () => {
  test('is not guessed from too little', () => {
    const { sample, rate } = pace();
    sample(0, 0);
    sample(1_000, 40);
    expect(rate()).toBeUndefined();
    sample(3_000, 60);
    expect(rate()).toBe(20);
  });

  test('is that of the last half minute', () => {
    const { sample, rate } = pace();
    for (let second = 0; second <= 100; second += 1) sample(second * 1_000, second < 50 ? 0 : (second - 50) * 2);
    expect(rate()).toBe(2);
    for (let second = 101; second <= 140; second += 1) sample(second * 1_000, 100);
    expect(rate()).toBeUndefined();
  });
});

test('a table that is too wide loses its least important columns', () => {
  const column = (head: string, rank: number) => ({ head, rank, side: 'right', cells: ['1', '家具'] }) as const;
  const columns = [column('first', 0), column('second', 2), column('third', 1)];
  const text = (width: number) => laidOut(table(columns, width), Infinity, withoutColor);
  expect(text(80)).toEqual(['  first  second  third', '      1       1      1', '   家具    家具   家具']);
  expect(text(21)[0]).toBe('  first  third');
  expect(text(3)[0]).toBe('  first');
});
