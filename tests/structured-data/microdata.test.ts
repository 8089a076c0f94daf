import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { readMicrodata } from '#structured-data/microdata.ts';

const read = (html: string) =>
  readMicrodata(parseDocument(html), (address) => new URL(address, 'https://shop.example/').href);

describe('readMicrodata', () => {
  test('nested offers, values from attributes and text', () => {
    expect(
      read(`<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name"> Oak <b>chair</b></h1>
        <img itemprop="image" src="/a.jpg"><a itemprop="brand" href="/elm">Elm</a><a itemprop="url" href="/oak">here</a>
        <div itemprop="offers" itemscope itemtype="http://schema.org/Offer"><span itemprop="price" content="1299.00">1.299 €</span>
        <meta itemprop="priceCurrency" content="EUR"><link itemprop="availability" href="http://schema.org/InStock">
        <time itemprop="validFrom" datetime="2026-01-01">now</time><data itemprop="sku mpn" value="7">seven</data></div></div>`),
    ).toEqual([
      {
        types: ['Product'],
        properties: {
          name: ['Oak chair'],
          image: ['https://shop.example/a.jpg'],
          brand: ['Elm'],
          url: ['https://shop.example/oak'],
          offers: [
            {
              types: ['Offer'],
              properties: {
                price: ['1299.00'],
                priceCurrency: ['EUR'],
                availability: ['http://schema.org/InStock'],
                validFrom: ['2026-01-01'],
                sku: ['7'],
                mpn: ['7'],
              },
            },
          ],
        },
      },
    ]);
  });

  test('an item inside another that is not its property comes after it, as one of its own', () => {
    const items = read(
      '<div itemscope itemtype="Product"><i itemprop=name>A</i><div itemscope itemtype="Product"><i itemprop=name>B</i></div></div>',
    );
    expect(items.map(({ properties }) => properties['name'])).toEqual([['A'], ['B']]);
  });

  test('itemref brings properties from elsewhere', () => {
    const [item] = read(
      '<div itemscope itemtype="Product" itemref="more"></div><p id="more"><i itemprop="sku">1</i></p>',
    );
    expect(item?.properties['sku']).toEqual(['1']);
  });

  test('properties with no item around them come as an item without a type', () => {
    expect(read('<b itemprop="price">12</b>')).toEqual([{ types: [], properties: { price: ['12'] } }]);
  });
});
