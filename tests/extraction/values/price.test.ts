import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePrice } from '#extraction/values/price.ts';
import { priceStringScores } from '../../../bench/price-string-scores.ts';

describe('parsePrice', () => {
  test.each([
    ['1.299,00 €', 1299, 'EUR'],
    ['€ 1.299', 1299, 'EUR'],
    ['EUR 12,5', 12.5, 'EUR'],
    ['$1,299', 1299, undefined],
    ['US$ 1,299.50', 1299.5, 'USD'],
    ['$1,299.00 USD', 1299, 'USD'],
    ['CHF 19.–', 19, 'CHF'],
    ["CHF 1'299.00", 1299, 'CHF'],
    ['1’299.00 Fr.', 1299, 'CHF'],
    ['1 299,00 kr', 1299, undefined],
    ['1\u202f299,00\u00a0€', 1299, 'EUR'],
    ['₹2,433', 2433, 'INR'],
    ['₹1,23,456.00', 123456, 'INR'],
    ['£0.99', 0.99, 'GBP'],
    ['19,- €', 19, 'EUR'],
    ['KWD 1.250', 1.25, 'KWD'],
    ['12.990 CLP', 12990, 'CLP'],
    ['1 234 567,89 zł', 1234567.89, 'PLN'],
    ['R$ 1.234,56', 1234.56, 'BRL'],
    ['3 for 20 € ', 20, 'EUR'],
    ['-20% 80,00 €', 80, 'EUR'],
    ['~~129 €~~ 99 €', 99, 'EUR'],
    ['.75 €', 0.75, 'EUR'],
    ['Price: 49.90', 49.9, undefined],
    ['٣٫٥', 3.5, undefined],
  ])('%s', (text, amount, currency) => {
    expect(parsePrice(text)).toEqual(currency === undefined ? { amount } : { amount, currency });
  });

  test.each(['', 'free', '€', 'call for price', 'A4'])('%j has no price', (text) => {
    expect(parsePrice(text)).toBeUndefined();
  });

  test('a shared mark is certain when the language of the page names a region', () => {
    expect(parsePrice('$12', { locale: 'en-AU' })?.currency).toBe('AUD');
    expect(parsePrice('12 kr', { locale: 'sv' })?.currency).toBe('SEK');
    expect(parsePrice('$12', { locale: 'en' })?.currency).toBeUndefined();
  });

  test('written for machines a point is the decimal separator', () => {
    expect(parsePrice('19.990', { isMachineWritten: true })).toEqual({ amount: 19.99 });
    expect(parsePrice('19.990', { isMachineWritten: true, currency: 'CLP' })).toEqual({
      amount: 19990,
      currency: 'CLP',
    });
    expect(parsePrice('1299.0000', { isMachineWritten: true })).toEqual({ amount: 1299 });
  });

  test('without a mark it may be no price', () => {
    expect(parsePrice('Chair 42', { needsMark: true })).toBeUndefined();
    expect(parsePrice('Chair 42 for 99 €', { needsMark: true })).toEqual({ amount: 99, currency: 'EUR' });
  });

  const locales = fc.constantFrom(
    ['en-US', 'USD'],
    ['de-DE', 'EUR'],
    ['fr-FR', 'EUR'],
    ['it-IT', 'EUR'],
    ['de-CH', 'CHF'],
    ['en-IN', 'INR'],
    ['pl-PL', 'PLN'],
    ['pt-BR', 'BRL'],
    ['en-GB', 'GBP'],
    ['sv-SE', 'SEK'],
    ['cs-CZ', 'CZK'],
  );
  test('what a locale formats is read back', () => {
    fc.assert(
      fc.property(locales, fc.integer({ min: 1, max: 99_999_999 }), ([locale = '', currency = ''], cents) => {
        const text = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100);
        expect(parsePrice(text, { locale })).toEqual({ amount: cents / 100, currency });
      }),
      { numRuns: 500 },
    );
  });

  test('never fails, and never gives what is not an amount', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(..."0123456789.,' €$~%x") })),
        (text) => {
          const amount = parsePrice(text)?.amount ?? 0;
          expect(Number.isFinite(amount) && amount >= 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const corpus = join(import.meta.dirname, '../../../../shared/corpora');
test.skipIf(!existsSync(join(corpus, 'price-strings.json')))(
  'price texts of real shops: amount and mark [needs ../shared/corpora]',
  () => {
    const { both, texts } = priceStringScores(corpus);
    expect(both / texts).toBeGreaterThanOrEqual(0.97);
  },
);
