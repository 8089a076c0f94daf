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
    ['a size that is sold out, with a button', '<p>38" sold out</p><button>Add to cart</button>', 'InStock'],
    ['the only size sold out', '<p>XL (sold out)</p>', 'OutOfStock'],
    ['a button that is a picture', '<p>€ 99</p><input type="image" alt="Add to cart">', 'InStock'],
    ['what is not to be had of it', '<p>Not available in smaller quantities</p><p>€ 99</p>', 'InStock'],
    ['what it is not to be had for', '<p>Nicht verfügbar für Selbstabholer</p><button>Kaufen</button>', 'InStock'],
    ['what is not to be had for now', '<p>Not available for the moment</p><p>€ 99</p>', 'OutOfStock'],
    ['what is only seen later', '<p style="visibility:hidden">Sold out</p><p>€ 99</p>', 'InStock'],
    ['a denial of all before a size', '<p>Sold out</p><p>S - In stock elsewhere</p>', 'OutOfStock'],
  ])('%s', async (_, html, name) => {
    expect((await valuesOf(heading + html))['availability']).toBe(name);
  });

  test.each([
    ['<div class="product type-product instock simple"><p>Auf Wunsch</p></div>', 'InStock'],
    ['<div class="product type-product outofstock"><p>€ 99</p></div>', 'OutOfStock'],
    ['<div class="product type-product onbackorder"><p>€ 99</p></div>', 'BackOrder'],
    ['<ul><li class="product type-product outofstock">Ash table</li></ul><p>€ 99</p>', 'InStock'],
  ])('WooCommerce says it by classes: %s', async (html, name) => {
    expect((await valuesOf(heading + html))['availability']).toBe(name);
  });

  test.each([
    ['<span itemprop="availability">Skladem</span>', 'InStock'],
    ['<meta itemprop="availability" content="nicht auf Lager">', 'OutOfStock'],
    ['<link itemprop="availability" href="http://schema.org/Reserved">', 'OutOfStock'],
  ])('data for machines may say it in words: %s', async (offer, name) => {
    const html = `<div itemscope itemtype="http://schema.org/Product"><b itemprop="name">Oak chair</b>
      <i itemprop="offers" itemscope itemtype="http://schema.org/Offer"><b itemprop="price">9</b>${offer}</i></div>`;
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
