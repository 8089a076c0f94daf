import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PastAttempt } from '#core/fact.ts';
import { numbering } from '#core/numbering.ts';

const place = { stage: 'llm_extraction', iteration: 1 };
const earlier = (kind: string, attempt: number): PastAttempt => ({ kind, attempt, at: 0, outcome: 'ok', ...place });

test('goes on from what is on record, each kind and place by itself', () => {
  const numbers = numbering([earlier('model_call', 2), earlier('model_call', 1)]);
  expect(numbers.next('model_call', place)).toBe(3);
  expect(numbers.next('model_call', place)).toBe(4);
  expect(numbers.next('completion', place)).toBe(1);
  expect(numbers.next('model_call', { ...place, iteration: 2 })).toBe(1);
});

test('no number is given twice', () => {
  const kinds = fc.constantFrom('fetch', 'page', 'model_call', 'completion');
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, fc.nat(9))), fc.array(kinds), (past, asked) => {
      const history = past.map(([kind, attempt]) => earlier(kind, attempt));
      const numbers = numbering(history);
      const given = asked.map((kind) => `${kind} ${numbers.next(kind, place)}`);
      const all = [...new Set(past.map(([kind, attempt]) => `${kind} ${attempt}`)), ...given];
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});
