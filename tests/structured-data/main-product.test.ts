import { describe, expect, test } from 'vitest';
import { jsonLdEntities } from '#structured-data/json-ld-entities.ts';
import { mainProduct } from '#structured-data/main-product.ts';
import type { Json } from '#core/json.ts';

const clues = {
  url: 'https://www.shop.example/oak-chair/?ref=1',
  canonicalUrl: undefined,
  headings: ['Oak chair'],
  title: 'Oak chair | Shop',
};
const choose = (...jsonLd: Json[]) => mainProduct(jsonLdEntities(jsonLd), clues);
const product = (name: string, more: Record<string, Json> = {}): Json => ({ '@type': 'Product', name, ...more });

describe('mainProduct', () => {
  test('the name of the heading decides, not the order', () => {
    expect(choose(product('Elm table'), product('oak  CHAIR'))).toMatchObject({
      product: { properties: { name: ['oak  CHAIR'] } },
      certainty: 1,
    });
  });

  test('the address of the page decides, however it is written', () => {
    expect(
      choose(product('A'), product('B', { url: 'http://shop.example/oak-chair' }))?.product.properties['name'],
    ).toEqual(['B']);
  });

  test('related products are not taken although they are well described', () => {
    const page = product('Oak chair', { isRelatedTo: [product('Elm chair', { offers: { price: 1 } })] });
    expect(choose(page)?.product.properties['name']).toEqual(['Oak chair']);
    expect(
      choose({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: product('Elm table') }] }),
    ).toBeUndefined();
  });

  test('the main entity of the page', () => {
    const page = { '@type': 'WebPage', mainEntity: product('Product 7') };
    expect(choose(product('Elm table'), page)?.product.properties['name']).toEqual(['Product 7']);
  });

  test('a single product is the one, two are doubtful, many are a list', () => {
    expect(choose(product('A'))?.certainty).toBe(0.9);
    expect(choose(product('A'), product('B'))?.certainty).toBe(0.5);
    expect(choose(product('A'), product('B'), product('C'), product('D'))).toBeUndefined();
  });

  test('two descriptions of one product are put together', () => {
    const properties = choose(product('Oak chair', { sku: '1' }), product('Oak chair', { sku: '2', mpn: 'X' }))?.product
      .properties;
    expect(properties).toMatchObject({ sku: ['1'], mpn: ['X'] });
  });
});
