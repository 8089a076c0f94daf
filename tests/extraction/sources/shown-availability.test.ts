import { describe, expect, test } from 'vitest';
import { fieldsOf, valuesOf } from './page.ts';

const heading = '<h1>Oak chair</h1>';
const jsonLd = `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', name: 'Oak chair', offers: { price: 99, priceCurrency: 'EUR', availability: 'InStock' } })}</script>`;
const meta = '<meta property="product:availability" content="instock">';

describe('the stock a reader sees', () => {
  test.each([
    ['a button to buy', '<p>€ 99</p><button>Add to cart</button>', 'InStock'],
    ['a denial', '<p>€ 99</p><p>Currently unavailable</p>', 'OutOfStock'],
    ['a chat that is not there', '<p>Live chat is unavailable</p><button>Add to cart</button>', 'InStock'],
    ['a shop that has none to pick up', '<p>Unavailable for store pickup</p><button>Add to cart</button>', 'InStock'],
    ['a size that is sold out before one that is not', '<p>XS - Sold out</p><p>S - In stock</p>', 'InStock'],
    ['sizes that are all sold out', '<p>XS - Sold out</p><p>S - Sold out</p>', 'OutOfStock'],
    ['a denial of all before a size', '<p>Sold out</p><p>S - In stock elsewhere</p>', 'OutOfStock'],
  ])('%s', async (_, html, name) => {
    expect((await valuesOf(heading + html))['availability']).toBe(name);
  });

  test('data for machines that offer what the page denies are believed less', async () => {
    const { availability } = await fieldsOf(`${jsonLd}${heading}<p>€ 99</p><p>Sold out</p>`);
    expect(availability).toMatchObject({
      value: 'OutOfStock',
      provenance: { source: 'page', disagreeing: [{ source: 'json-ld', value: 'InStock' }] },
    });
  });

  test('but two of them, or a button to buy, outweigh it', async () => {
    const button = `${jsonLd}${heading}<p>€ 99</p><p>Sold out</p><button>Add to cart</button>`;
    expect((await valuesOf(button))['availability']).toBe('InStock');
    const two = `${meta}${jsonLd}${heading}<p>€ 99</p><p>Sold out</p>`;
    expect((await valuesOf(two))['availability']).toBe('InStock');
  });
});
