import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOf, valuesOf } from './page.ts';

const heading = '<h1>Oak chair</h1>';
const jsonLd = (offer: Readonly<Record<string, string>>) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', name: 'Oak chair', offers: offer })}</script>`;
const track = `<script>track('ViewContent', {value: 99, currency: 'USD'});</script>`;
const bare = jsonLd({ price: '99.00' });

describe('a price that has no currency takes the one of the page', () => {
  test.each([
    ['of a sign beside another price', `${bare}${heading}<p>Was <del>€120.00</del></p>`, 'EUR'],
    ['of a meta', `${bare}<meta property="og:price:currency" content="SEK">${heading}`, 'SEK'],
    ['of a meta inside the page', `${bare}${heading}<meta itemprop="priceCurrency" content="CZK">`, 'CZK'],
    ['of a data attribute', `${bare}${heading}<div data-currency="PLN"></div>`, 'PLN'],
    ['of a mark in a data attribute', `${bare}${heading}<div data-currency="zł"></div>`, 'PLN'],
    ['of a hidden field', `${bare}${heading}<input type="hidden" name="currency_code" value="NOK">`, 'NOK'],
    [
      'of its own state',
      `${bare}${heading}<script>var p = {"product": {"name": "Oak chair", "sku": "OC-1", "price": 99, "currency": "HUF"}};</script>`,
      'HUF',
    ],
    ['of what its scripts name', `${bare}${heading}<script>Shopify.currency = {"active":"CAD"};</script>`, 'CAD'],
    [
      'not of scripts before a meta',
      `${bare}<meta property="og:price:currency" content="SEK">${heading}${track}`,
      'SEK',
    ],
    ['not of scripts that name several', `${bare}${heading}${track}<script>x = {currency: "EUR"};</script>`, undefined],
    [
      'not where a page lists several',
      `${bare}${heading}<a data-currency="USD">US</a><a data-currency="CAD">CA</a>`,
      undefined,
    ],
    ['at the same amount, where prices differ in it', `${bare}${heading}<p>€99.00</p><p>Price £85.00</p>`, 'EUR'],
    ['not from nothing', `${bare}${heading}`, undefined],
  ])('%s', async (_, html, currency) => {
    expect((await valuesOf(html))['price']).toEqual({ amount: 99, ...(currency === undefined ? {} : { currency }) });
  });

  test('whatever else stands in a page, a currency is never taken from two that differ', async () => {
    const code = fc.constantFrom('EUR', 'USD', 'SEK', 'PLN', 'CHF');
    await fc.assert(
      fc.asyncProperty(fc.array(code, { minLength: 1, maxLength: 5 }), async (codes) => {
        const marks = codes.map((one) => `<i data-currency="${one}"></i>`).join('');
        const { price } = await valuesOf(`${bare}${heading}${marks}`);
        const [first] = codes;
        const isOne = codes.every((one) => one === first);
        expect(price).toEqual(isOne ? { amount: 99, currency: first } : { amount: 99 });
      }),
    );
  });
});

describe('a shared mark', () => {
  const dollars = '<h1>Oak chair</h1><p>$99.00</p>';
  test.each([
    ['means the currency of the country of the host', dollars, 'https://chairs.example.ca/oak-chair', 'CAD'],
    ['means the currency that scripts name', `${dollars}${track}`, undefined, 'USD'],
    ['means none that it cannot mean', `${dollars}<script>x = {currency: "EUR"};</script>`, undefined, undefined],
    ['means that of the region in the address', dollars, 'https://chairs.example/en-ca/oak-chair', 'CAD'],
    ['means that of the country in the address', dollars, 'https://chairs.example/nz/en/oak-chair', 'NZD'],
    [
      'means that of the country, not of a language that nobody chose',
      `<html lang="en-US">${dollars}`,
      'https://chairs.example.au/oak-chair',
      'AUD',
    ],
    ['means that of the region of the language', `<html lang="en-AU">${dollars}`, undefined, 'AUD'],
    [
      'means that of the region that is shared',
      `<meta property="og:locale" content="en_NZ">${dollars}`,
      undefined,
      'NZD',
    ],
    [
      'means nothing where software filled in its own locale',
      `<meta property="og:locale" content="en_US">${dollars}`,
      undefined,
      undefined,
    ],
    ['means nothing under a domain that is sold as a word', dollars, 'https://chairs.co/oak-chair', undefined],
  ])('%s', async (_, html, url, currency) => {
    expect((await valuesOf(html, url))['price']).toEqual({
      amount: 99,
      ...(currency === undefined ? {} : { currency }),
    });
  });
});

test('a price for machines that only a line far from the heading shows has that line for a witness', async () => {
  const filling = Array.from({ length: 150 }, (_, index) => `<p>Word number ${index + 1_000} of many</p>`).join('');
  const { price } = await fieldsOf(
    `${jsonLd({ price: '99.00', priceCurrency: 'EUR' })}${heading}${filling}<p>€ 99</p>`,
  );
  expect(price?.provenance).toMatchObject({ source: 'json-ld', agreeing: [{ source: 'page', where: '€ 99' }] });
});
