import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, fieldScore, share } from '#quality/evaluation/field-scores.ts';
import { goldFields, readGold } from '#quality/evaluation/gold.ts';

const right: Answer = { found: true, expected: true, isRight: true };
const wrong: Answer = { found: true, expected: true, isRight: false };
const missed: Answer = { found: false, expected: true, isRight: false };
const invented: Answer = { found: true, expected: false, isRight: false };
const nothing: Answer = { found: false, expected: false, isRight: false };

describe('scores of a field', () => {
  test('a wrong value on a page that has one is wrong, and missed', () => {
    const score = fieldScore('price', [right, right, right, wrong, missed, invented, nothing]);
    expect(score).toMatchObject({ right: 3, wrong: 2, missed: 2, support: 5 });
    expect(score.precision.value).toBeCloseTo(3 / 5);
    expect(score.recall.value).toBeCloseTo(3 / 5);
    expect(score.f1).toBeCloseTo(3 / 5);
  });

  test('lie between 0 and 1, and the interval holds the value', () => {
    const answer = fc.constantFrom(right, wrong, missed, invented, nothing);
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        const { precision, recall, f1 } = fieldScore('any', answers);
        for (const { value, low, high } of [precision, recall]) {
          expect(low).toBeLessThanOrEqual(value);
          expect(value).toBeLessThanOrEqual(high);
          expect(low >= 0 && high <= 1).toBe(true);
        }
        expect(f1 >= 0 && f1 <= 1).toBe(true);
      }),
    );
  });

  // From the table of R's prop.test(…, correct = FALSE), which gives the Wilson interval.
  test.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [45, 45, 0.9213, 1],
  ])('%i of %i', (hits, of, low, high) => {
    expect(share(hits, of).low).toBeCloseTo(low, 3);
    expect(share(hits, of).high).toBeCloseTo(high, 3);
  });
});

describe('a gold file', () => {
  const read = (value: unknown) => readGold('gold.json', JSON.stringify(value));

  test('is an object by page, or a list', () => {
    const pages = read({ one: { url: 'https://a.test/1', price: ['1.50', 2], brand: 'A', mpn: null, gtin: [] } });
    expect(pages).toEqual([
      {
        key: 'one',
        url: 'https://a.test/1',
        fields: { price: ['1.50', '2'], brand: ['A'], gtin: [] },
        unknown: ['mpn'],
      },
    ]);
    expect(
      read([
        { id: 7, price: 1 },
        { url: 'https://a.test/2', price: 2 },
      ]).map(({ key }) => key),
    ).toEqual(['7', 'https://a.test/2']);
    expect(read({ 'https://a.test/3': {} })[0]?.url).toBe('https://a.test/3');
    expect(goldFields(pages)).toEqual(['price', 'brand', 'gtin']);
  });

  test('that is wrong is a complaint of the configuration, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        try {
          readGold('gold.json', text);
        } catch (error) {
          expect(error).toMatchObject({ category: 'config', message: expect.stringContaining('gold.json') });
        }
      }),
    );
    expect(() => read([{ id: 'a' }, { id: 'a' }])).toThrow(/twice/u);
  });
});
