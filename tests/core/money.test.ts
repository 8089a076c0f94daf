import { expect, test } from 'vitest';
import { nanoDollars } from '#core/money.ts';

test('an amount that is not a whole number of nano-dollars is refused', () => {
  expect(nanoDollars(1_500)).toBe(1_500);
  expect(() => nanoDollars(0.1 + 0.2)).toThrow(RangeError);
  expect(() => nanoDollars(2 ** 53)).toThrow(RangeError);
});
