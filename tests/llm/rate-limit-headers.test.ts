import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLimits } from '#llm/rate-limit-headers.ts';

const now = Date.UTC(2026, 0, 1);
const read = (headers: Record<string, string>) => readLimits(new Headers(headers), now);

test("OpenAI's headers", () => {
  const headers = {
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': '499',
    'x-ratelimit-reset-requests': '120ms',
    'x-ratelimit-limit-tokens': '30000',
    'x-ratelimit-remaining-tokens': '28000',
    'x-ratelimit-reset-tokens': '6m0.5s',
  };
  expect(read(headers)).toEqual([
    { limit: 'rpm', most: 500, remaining: 499, reset: 120 },
    { limit: 'tpm', most: 30_000, remaining: 28_000, reset: 360_500 },
  ]);
});

test("Anthropic's headers, with dates", () => {
  const headers = {
    'anthropic-ratelimit-requests-limit': '50',
    'anthropic-ratelimit-requests-remaining': '49',
    'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:01.200Z',
    'anthropic-ratelimit-output-tokens-limit': '8000',
    'anthropic-ratelimit-output-tokens-remaining': '0',
    'anthropic-ratelimit-output-tokens-reset': '2025-12-31T23:00:00Z',
  };
  expect(read(headers)).toEqual([
    { limit: 'rpm', most: 50, remaining: 49, reset: 1_200 },
    { limit: 'otpm', most: 8_000, remaining: 0, reset: 0 },
  ]);
});

test.each([
  ['3.5', 3_500],
  ['1767225602', 2_000],
  ['1767225602500', 2_500],
  ['soon', undefined],
])('a reset of %s', (text, reset) => {
  const [statement] = read({ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': text });
  expect(statement?.reset).toBe(reset);
});

test.each([{}, { 'x-ratelimit-limit-requests': '-1' }, { 'x-ratelimit-reset-requests': '1s' }])(
  'nothing usable says nothing',
  (headers) => {
    expect(read(headers)).toEqual([]);
  },
);

test('a limit of none is no limit that is known', () => {
  const headers = { 'x-ratelimit-limit-requests': '0', 'x-ratelimit-remaining-requests': '0' };
  expect(read(headers)).toEqual([{ limit: 'rpm', remaining: 0 }]);
});

test('whatever is sent, numbers are finite and not negative', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (most, remaining, reset) => {
      const values = new Map([
        ['x-ratelimit-limit-tokens', most],
        ['x-ratelimit-remaining-tokens', remaining],
        ['x-ratelimit-reset-tokens', reset],
      ]);
      for (const statement of readLimits({ get: (name) => values.get(name) ?? null }, now)) {
        for (const value of [statement.most, statement.remaining, statement.reset]) {
          expect(value === undefined || (Number.isFinite(value) && value >= 0)).toBe(true);
        }
      }
    }),
  );
});
