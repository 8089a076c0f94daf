import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qualitySettings } from '#quality/settings.ts';
import { qualityCounter, type RecordQuality } from '#quality/thresholds/figures.ts';
import { heldAgainst, threshold, unmet } from '#quality/thresholds/thresholds.ts';

const record = (given: Partial<RecordQuality>): RecordQuality => ({ verdict: 'valid', fields: ['name'], ...given });

function figuresOf(records: readonly RecordQuality[], pages = records.length) {
  const counter = qualityCounter();
  for (const one of records) counter.add(one);
  return counter.figures(pages);
}

test('means of what there is, and shares of all', () => {
  const figures = figuresOf(
    [
      record({ score: 0.9, accuracy: 0.8, clarity: 1, fields: ['name', 'price'] }),
      record({ score: 0.5, accuracy: 0.4, verdict: 'incomplete' }),
      record({ verdict: 'valid' }),
    ],
    4,
  );
  expect(figures).toEqual({
    records: 3,
    measures: { score: 0.7, accuracy: 0.6, clarity: 1, valid: 0.6667, pages: 0.75 },
    fields: { name: 1, price: 0.3333 },
  });
});

test('a threshold tells what is too little, and what to do', () => {
  const figures = figuresOf([record({ score: 0.5 }), record({ score: 0.6 })]);
  const results = heldAgainst(
    [
      { measure: 'score', minimum: 0.7, severity: 'warning' },
      { measure: 'field:price', minimum: 0.9, severity: 'critical', message: 'no prices', action: 'ask' },
      { measure: 'field:name', minimum: 1, severity: 'critical' },
      { measure: 'clarity', minimum: 0.9, severity: 'critical' },
    ],
    figures,
  );
  expect(unmet(results)).toEqual([
    {
      measure: 'field:price',
      minimum: 0.9,
      value: 0,
      met: false,
      severity: 'critical',
      message: 'no prices',
      action: 'ask',
    },
    expect.objectContaining({
      measure: 'score',
      value: 0.55,
      severity: 'warning',
      action: expect.stringContaining('products.csv'),
    }),
  ]);
  expect(results.at(-1)).toMatchObject({ value: null, met: true });
});

test('a run without records has nothing to hold against its fields', () => {
  const results = heldAgainst([{ measure: 'field:price', minimum: 1, severity: 'critical' }], figuresOf([], 3));
  expect(unmet(results)).toEqual([]);
  const pages = heldAgainst([{ measure: 'pages', minimum: 0.5, severity: 'critical' }], figuresOf([], 3));
  expect(unmet(pages)).toHaveLength(1);
});

test('what reaches a threshold reaches every lower one', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(share, { minLength: 1 }), share, share, (scores, one, other) => {
      const [lower, higher] = [Math.min(one, other), Math.max(one, other)];
      const figures = figuresOf(scores.map((score) => record({ score })));
      const [low, high] = heldAgainst(
        [lower, higher].map((minimum) => ({ measure: 'score', minimum, severity: 'warning' }) as const),
        figures,
      );
      return low?.met === true || high?.met === false;
    }),
  );
});

test('a configuration says what it got wrong', () => {
  expect(qualitySettings.parse({}).thresholds.length).toBeGreaterThan(0);
  expect(threshold.safeParse({ measure: 'beauty', minimum: 0.5 }).error?.issues[0]?.message).toContain('field:NAME');
  expect(threshold.safeParse({ measure: 'score', minimum: 2 }).success).toBe(false);
  expect(threshold.parse({ measure: 'field:price', minimum: 0.5 })).toMatchObject({ severity: 'warning' });
});
