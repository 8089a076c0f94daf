import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { combined } from '#extraction/combine.ts';
import type { Candidate, SourceName } from '#extraction/extraction.ts';

const candidate = (value: Json, source: SourceName, confidence: number, where = 'somewhere'): Candidate => ({
  value,
  provenance: { source, where, confidence },
});
const euros = (amount: number) => ({ amount, currency: 'EUR' });

describe('candidates for one field', () => {
  test('nothing proposed, nothing chosen', () => {
    expect(combined(['price'], [])).toBeUndefined();
  });

  test('two that agree outweigh a surer one, which is remembered', () => {
    const found = combined(
      ['price'],
      [
        candidate(euros(120), 'json-ld', 0.7),
        candidate(euros(99), 'meta', 0.6, 'product:price:amount'),
        candidate(euros(99), 'page', 0.6, '99 €'),
      ],
    );
    expect(found).toMatchObject({
      value: euros(99),
      provenance: {
        source: 'meta',
        agreeing: [{ source: 'page', where: '99 €' }],
        disagreeing: [{ source: 'json-ld', where: 'somewhere', value: euros(120) }],
      },
    });
  });

  test('a source that says it twice is one witness', () => {
    const once = combined(['brand'], [candidate('Elm', 'page', 0.5)]);
    const twice = combined(['brand'], [candidate('Elm', 'page', 0.5), candidate('ELM', 'page', 0.5)]);
    expect(twice?.provenance.confidence).toBe(once?.provenance.confidence);
  });

  test('spelling makes no difference, and the page decides how a number is written', () => {
    expect(combined(['sku'], [candidate('4667999', 'json-ld', 0.85), candidate('466/7999', 'page', 0.5)])?.value).toBe(
      '466/7999',
    );
  });

  test('numbers for machines come from one database: they are one witness of the article number', () => {
    const found = combined(
      ['sku'],
      [candidate('9-1', 'json-ld', 0.85), candidate('9-1', 'state', 0.7), candidate('OC-1', 'page', 0.88)],
    );
    expect(found?.value).toBe('OC-1');
  });

  test('a price without a currency takes that of another source with the same amount', () => {
    const found = combined(
      ['price'],
      [
        candidate({ amount: 99 }, 'json-ld', 0.9),
        candidate(euros(99), 'page', 0.5),
        candidate({ amount: 9, currency: 'USD' }, 'meta', 0.2),
      ],
    );
    expect(found?.value).toEqual(euros(99));
  });

  test('descriptions and lists are not compared', () => {
    const found = combined(['description'], [candidate('A', 'json-ld', 0.9), candidate('B', 'meta', 0.6)]);
    expect(found).toEqual(candidate('A', 'json-ld', 0.9));
  });

  test('the confidence stays between 0 and 1, grows by agreement and falls by contradiction', () => {
    const source = fc.constantFrom<SourceName>('json-ld', 'microdata', 'meta', 'page', 'state', 'url');
    const one = fc.record({
      value: fc.constantFrom('a', 'b', 'c'),
      source,
      confidence: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), (all) => {
        const candidates = all.map(({ value, source: from, confidence }) => candidate(value, from, confidence));
        const found = combined(['brand'], candidates);
        const { confidence } = found?.provenance ?? { confidence: -1 };
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(0.99);
        const same = combined(
          ['brand'],
          candidates.filter(({ value }) => value === found?.value),
        );
        expect(same?.provenance.confidence).toBeGreaterThanOrEqual(confidence);
      }),
    );
  });
});
