import { expect, test } from 'vitest';
import { Park } from '#core/park.ts';

test('a time to come back is a whole number of milliseconds, and never too early', () => {
  expect(new Park(1_000.25, 'item').until).toBe(1_001);
  expect(new Park(1_000, 'key').until).toBe(1_000);
});
