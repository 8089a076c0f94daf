import { describe, expect, test } from 'vitest';
import { fieldsOf, valuesOf } from './page.ts';

const heading = '<h1>Oak chair</h1>';
const jsonLd = (more: object) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', name: 'Oak chair', ...more })}</script>`;

describe('article numbers', () => {
  test.each([
    ['https://shop.example/oak-chair-4711123', '4711123'],
    ['https://shop.example/p/B0ABC1D2E3', 'B0ABC1D2E3'],
    ['https://shop.example/oak-chair?sku=OC-4711', 'OC-4711'],
    ['https://shop.example/P-7142014-oak-chair.htm', '7142014'],
    ['https://shop.example/oak-chair#variationId=836232854', '836232854'],
    ['https://shop.example/oak-chair', undefined],
    ['https://shop.example/2024/oak-chair', undefined],
  ])('in the address %s, doubtful', async (url, sku) => {
    const found = (await fieldsOf(heading, url))['sku'];
    expect(found?.value).toBe(sku);
    expect(found?.provenance.confidence ?? 0).toBeLessThan(0.5);
  });

  test('one that the page shows without a label is told by the address', async () => {
    const url = 'https://shop.example/product/4667999';
    expect((await valuesOf('<h1>Oak chair 466/7999</h1>', url))['sku']).toBe('466/7999');
    expect((await valuesOf(`${heading}<p>Black - 466/7999</p>`, url))['sku']).toBe('466/7999');
    expect((await valuesOf(`${heading}<p>Call 466/123456</p>`, url))['sku']).toBe('4667999');
  });

  test('two sources are surer than one', async () => {
    const alone = (await fieldsOf(jsonLd({ sku: 'OC-4711' }) + heading))['sku'];
    const both = (await fieldsOf(jsonLd({ sku: 'OC-4711' }) + heading, 'https://shop.example/c?sku=oc-4711'))['sku'];
    expect(both?.provenance.confidence ?? 0).toBeGreaterThan(alone?.provenance.confidence ?? 1);
  });

  test('words behind a number are not part of it', async () => {
    expect((await valuesOf(jsonLd({ sku: 'TE502955-12 Oak chair, oiled' }) + heading))['sku']).toBe('TE502955-12');
    expect((await valuesOf(jsonLd({ sku: 'MODEL 570 EASY' }) + heading))['sku']).toBe('MODEL 570 EASY');
  });

  test('the name of a mark is not part of it, and no number by itself', async () => {
    const marked = (text: string) => `${heading}<p class="product-sku">${text}</p>`;
    expect((await valuesOf(marked('Item E-2-474-3D Colour info')))['sku']).toBe('E-2-474-3D');
    expect((await valuesOf(marked('Product code:')))['sku']).toBeUndefined();
  });

  test('of data attributes and hidden fields, when the page has one', async () => {
    const attribute = '<div data-product-sku="OC-1"></div>';
    expect((await valuesOf(heading + attribute))['sku']).toBe('OC-1');
    expect((await valuesOf(`${heading}${attribute}<div data-product-sku="ET-2"></div>`))['sku']).toBeUndefined();
    // That of a row in the shop's database is none.
    expect((await valuesOf(`${heading}<form><input type="hidden" name="product_id" value="4711"></form>`))['sku']).toBe(
      undefined,
    );
  });
});

test('data in an attribute, and the product of several whose number the address has', async () => {
  const tile = (sku: string, price: number) =>
    `<div data-product='{"sku":"${sku}","brand":"Elm","price":${price},"currency":"EUR"}'></div>`;
  const found = await fieldsOf(
    heading + tile('4711-1', 5) + tile('4711-2', 99) + tile('4711-3', 7),
    'https://shop.example/p/4711-2',
  );
  expect(found['price']).toMatchObject({ value: { amount: 99, currency: 'EUR' }, provenance: { source: 'state' } });
});

describe('brands', () => {
  test.each([
    ['a row in Slovak', '<table><tr><td>Značka</td><td>Elm</td></tr></table>', 'Elm'],
    ['a label on its own line', '<p>Výrobca</p><p>Elm</p>', 'Elm'],
    ['an invitation', '<p>Visit the Elm & Co Store</p>', 'Elm & Co'],
    ['a class', '<span class="product-brand">Elm</span>', 'Elm'],
    ['a template that was not filled in', jsonLd({ brand: '$brand' }), undefined],
  ])('%s', async (_, html, brand) => {
    expect((await valuesOf(heading + html))['brand']).toBe(brand);
  });

  test("the shop's own name is a brand only where the page shows it", async () => {
    const url = 'https://www.elmhouse.example/oak-chair';
    const data = jsonLd({ brand: 'Elmhouse' });
    const hidden = await fieldsOf(data + heading, url);
    expect(hidden['brand']).toBeUndefined();
    expect(hidden['manufacturer']?.value).toBe('Elmhouse');
    expect(hidden['manufacturer']?.provenance.confidence).toBeLessThan(0.5);
    expect((await valuesOf(`${data}<h1>Elmhouse oak chair</h1>`, url))['brand']).toBe('Elmhouse');
    expect((await valuesOf(`${data}${heading}<p>Brand: Elmhouse</p>`, url))['brand']).toBe('Elmhouse');
  });

  test('written as the heading writes it', async () => {
    expect((await valuesOf(`${jsonLd({ brand: 'ELM HOUSE' })}<h1>Elm-House oak chair</h1>`))['brand']).toBe(
      'Elm-House',
    );
  });
});

describe('availability', () => {
  test.each([
    ['Usually ships within 3 days', 'InStock'],
    ['Habituellement expédié sous 3 à 4 jours.', 'InStock'],
    ['Momentálne nie je možné produkt kúpiť', 'OutOfStock'],
    ['Nur noch 2 auf Lager', 'LimitedAvailability'],
    ['In den Warenkorb', 'InStock'],
    ['Kupi', 'InStock'],
    ['在庫あり', 'InStock'],
    ['This list is unavailable', undefined],
  ])('%s', async (text, availability) => {
    expect((await valuesOf(`${heading}<p>${text}</p>`))['availability']).toBe(availability);
  });

  test('variants that are described one by one are the product together', async () => {
    const variant = (sku: string, availability: string) => ({
      '@type': 'Product',
      name: 'Oak chair',
      sku,
      offers: { price: 9, priceCurrency: 'EUR', availability },
    });
    const data = [variant('OC-1', 'OutOfStock'), variant('OC-2', 'InStock')];
    const found = await valuesOf(`<script type="application/ld+json">${JSON.stringify(data)}</script>${heading}`);
    expect(found['availability']).toBe('InStock');
  });

  test('what is offered at a price can be bought, doubtfully', async () => {
    const found = (await fieldsOf(`${heading}<p>99 €</p>`))['availability'];
    expect(found?.value).toBe('InStock');
    expect(found?.provenance.confidence).toBeLessThan(0.5);
  });
});
