import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scriptCurrencies } from '#structured-data/script-currencies.ts';

test.each([
  ['dataLayer.push({"ecommerce":{"currencyCode":"EUR"}})', ['EUR']],
  ["fbq('track', 'ViewContent', {value: 9, currency: 'usd'})", ['USD']],
  ['Shopify.currency = {"active":"CAD","rate":"1.0"}', ['CAD']],
  ['var google_conversion_currency = "SEK";', ['SEK']],
  ["ga('set', 'currencyCode', 'PLN')", ['PLN']],
  ['x["currency"] = "NOK"; y.priceCurrency="DKK"', ['NOK', 'DKK']],
  ['currencySymbol: "kr", currency: window.currency, currencies: ["EUR", "USD"]', []],
  ['{"currencyFormat":"${{amount}}","currency":"dollars"}', []],
])('%s', (script, codes) => {
  expect(scriptCurrencies([script])).toEqual(codes);
});

test('never more than 40, never slow, never failing, whatever the scripts are', () => {
  expect(scriptCurrencies(['currency: "EUR", '.repeat(1_000)])).toHaveLength(40);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (scripts) => {
      for (const code of scriptCurrencies(scripts)) expect(code).toMatch(/^[A-Z]{3}$/);
    }),
  );
});
