import { expect, test } from 'vitest';
import { formatNumber, formatPrice } from '#demo/site/number-format.ts';

test.each([
  ['en-US', 'USD', '$1,299.00'],
  ['en-GB', 'GBP', '£1,299.00'],
  ['de-DE', 'EUR', '1.299,00\u00a0€'],
  ['de-CH', 'CHF', 'CHF\u00a01’299.00'],
  ['fr-FR', 'EUR', '1\u202f299,00\u00a0€'],
  ['it-IT', 'EUR', '€\u00a01.299,00'],
] as const)('%s writes prices its way', (locale, currency, shown) => {
  expect(formatPrice(1299, currency, locale)).toBe(shown);
});

test('small and large amounts', () => {
  expect(formatPrice(0.5, 'EUR', 'de-DE')).toBe('0,50\u00a0€');
  expect(formatPrice(999, 'USD', 'en-US')).toBe('$999.00');
  expect(formatPrice(1_234_567.89, 'USD', 'en-US')).toBe('$1,234,567.89');
  expect(formatNumber(6.8, 'fr-FR')).toBe('6,8');
  expect(formatNumber(1250, 'de-DE')).toBe('1.250');
});
