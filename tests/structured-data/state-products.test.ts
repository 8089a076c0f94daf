import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { stateProducts } from '#structured-data/state-products.ts';

const only = (value: Json) => {
  const found = stateProducts([value]);
  expect(found).toHaveLength(1);
  return found[0]?.properties;
};

describe("products in a page's own data", () => {
  test('enhanced ecommerce, with the currency around', () => {
    const push = {
      ecommerce: {
        currencyCode: 'EUR',
        detail: { products: [{ name: 'Oak chair', id: 'OC-1', price: '99.50', brand: 'Elm', category: 'Chairs' }] },
      },
    };
    expect(only(push)).toEqual({
      name: ['Oak chair'],
      sku: ['OC-1'],
      brand: ['Elm'],
      category: ['Chairs'],
      offers: [{ types: ['Offer'], properties: { price: ['99.50'], priceCurrency: ['EUR'] } }],
    });
  });

  test('a page of one variant has the number of the variant, and of several none but its own', () => {
    const product = (variants: readonly Json[]) => only({ id: 1998352773, title: 'Oak chair', price: 9, variants });
    expect(product([{ id: 5717389189, sku: 'OC-1' }])).toMatchObject({ sku: ['OC-1'] });
    expect(product([{ sku: 'OC-1' }, { sku: 'OC-2' }])).toMatchObject({ sku: ['1998352773'] });
    expect(only({ sku: 'OC', title: 'Oak chair', price: 9, variants: [{ sku: 'OC-1' }] })).toMatchObject({
      sku: ['OC'],
    });
  });

  test('events of analytics 4', () => {
    const event = {
      currency: 'GBP',
      value: 10,
      items: [{ item_id: 'OC-1', item_name: 'Oak chair', item_brand: 'Elm', price: 10 }],
    };
    expect(only(event)).toMatchObject({ name: ['Oak chair'], sku: ['OC-1'], brand: ['Elm'] });
  });

  test.each<[string, Json, string]>([
    ['what is paid now', { regular: 120, sale: 99 }, '99'],
    ['nested', { current: { value: 99, currency: 'EUR' }, was: { value: 120 } }, '99'],
    ['minor units that say so', { value: { centAmount: 9900, currencyCode: 'EUR', fractionDigits: 2 } }, '99'],
    ['formatted', { formatted: '€ 99,00' }, '€ 99,00'],
  ])('a price that is an object: %s', (_, price, text) => {
    expect(only({ product: { name: 'Oak chair', sku: 'OC-1', price } })).toMatchObject({
      offers: [{ properties: { price: [text] } }],
    });
  });

  test('stock as shops keep it', () => {
    const availabilityOf = (stock: { readonly [name: string]: Json }) =>
      only({ product: { name: 'Oak chair', sku: 'OC-1', price: 9, ...stock } });
    expect(availabilityOf({ inStock: true })).toMatchObject({
      offers: [{ properties: { availability: ['InStock'] } }],
    });
    expect(availabilityOf({ soldOut: true })).toMatchObject({
      offers: [{ properties: { availability: ['OutOfStock'] } }],
    });
    expect(availabilityOf({ stockStatus: 'out_of_stock' })).toMatchObject({
      offers: [{ properties: { availability: ['out_of_stock'] } }],
    });
  });

  test('lists of other products are passed over', () => {
    const page = {
      recommendations: [{ name: 'Elm table', sku: 'ET-1', price: 5 }],
      cart: { items: [{ name: 'Lamp', sku: 'L-1', price: 7 }] },
      product: { name: 'Oak chair', sku: 'OC-1', price: 9 },
    };
    expect(only(page)).toMatchObject({ name: ['Oak chair'] });
  });

  test('what is no product is none', () => {
    expect(stateProducts([{ user: { name: 'Ann', id: 7 }, page: { title: 'Chairs', url: '/chairs' } }])).toEqual([]);
  });

  test('bounded in number and depth', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => ({ name: `Chair ${index}`, sku: `C-${index}`, price: 1 }));
    expect(stateProducts([{ products: many }])).toHaveLength(60);
    let deep: Json = { name: 'Oak chair', sku: 'OC-1', price: 9 };
    for (let depth = 0; depth < 100; depth += 1) deep = { inner: deep };
    expect(stateProducts([deep])).toEqual([]);
  });
});
