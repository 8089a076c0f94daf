import { expect, test } from 'vitest';
import { readTree } from '#html/page-tree.ts';
import { readRdfa } from '#structured-data/microdata.ts';

const read = (html: string) => readRdfa(readTree(html).root, (address) => address);

test('typed resources and their properties', () => {
  const html = `<meta property="og:title" content="Chairs"><div vocab="https://schema.org/" typeof="Product">
    <h1 property="name">Oak chair</h1><span property="schema:sku">OC-1</span>
    <div property="offers" typeof="schema:Offer"><span property="price" content="99.50">99,50 €</span>
    <link property="availability" href="http://schema.org/InStock"></div></div>`;
  expect(read(html)).toEqual([
    {
      types: ['Product'],
      properties: {
        name: ['Oak chair'],
        sku: ['OC-1'],
        offers: [{ types: ['Offer'], properties: { price: ['99.50'], availability: ['http://schema.org/InStock'] } }],
      },
    },
  ]);
});

test('a page with metas only has none', () => {
  expect(read('<meta property="og:title" content="Oak chair"><p>Oak chair</p>')).toEqual([]);
});
