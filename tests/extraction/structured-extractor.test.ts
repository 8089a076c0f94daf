import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import type { StageContext } from '#core/stage.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import { reduceHtml } from '#html/reduce.ts';

const fieldNames =
  'name brand manufacturer description modelNumber sku mpn gtin category price availability dimensions weight materials finishes images documents warranty certifications leadTime'.split(
    ' ',
  );
const schemaOf = (
  names: readonly string[],
  parse: (value: Json) => Json | undefined = (value) => value,
): TargetSchema => ({
  id: 'test/1',
  subject: 'product',
  fields: names.map((name) => ({ name, description: name, jsonSchema: {}, wanted: true, parse })),
});
/** The extractor asks nothing of its surroundings. */
const context = {} as StageContext;
const url = 'https://shop.example/oak-chair';

async function extract(html: string, schema = schemaOf(fieldNames)) {
  return (await structuredExtractor().extract(reduceHtml({ url, html }), schema, context)).fields;
}
async function values(html: string): Promise<Record<string, Json>> {
  return Object.fromEntries(Object.entries(await extract(html)).map(([name, { value }]) => [name, value]));
}
const script = (data: Json) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
const heading = '<h1>Oak chair</h1>';

describe('JSON-LD', () => {
  const product = {
    '@type': 'Product',
    name: 'Oak chair',
    brand: { '@type': 'Brand', name: 'Elm &amp; Co' },
    sku: 'OC-1',
    mpn: 'M1',
    gtin13: '4006381333931',
    description: '<p>Solid <b>oak</b></p>',
    image: ['/a.jpg', { '@type': 'ImageObject', contentUrl: '/b.jpg' }],
    category: 'Chairs',
    material: 'Oak, steel',
    color: 'Natural',
    weight: { '@type': 'QuantitativeValue', value: '4.5', unitCode: 'KGM' },
    width: { value: 40, unitCode: 'CMT' },
    height: '80 cm',
    offers: { '@type': 'Offer', price: '1299.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
  };

  test('fills what it can, each value with its provenance', async () => {
    expect(await values(`${heading}<p>Elm &amp; Co</p>${script(product)}`)).toMatchObject({
      name: 'Oak chair',
      brand: 'Elm & Co',
      sku: 'OC-1',
      mpn: 'M1',
      gtin: '4006381333931',
      description: 'Solid oak',
      category: 'Chairs',
      price: { amount: 1299, currency: 'EUR' },
      availability: 'InStock',
      materials: ['Oak', 'steel'],
      finishes: ['Natural'],
      weight: { value: 4.5, unit: 'kg' },
      dimensions: { width: 40, height: 80, unit: 'cm' },
      images: ['https://shop.example/a.jpg', 'https://shop.example/b.jpg'],
    });
    expect((await extract(heading + script(product)))['price']?.provenance).toEqual({
      source: 'json-ld',
      where: 'offers.price',
      confidence: 0.95,
    });
  });

  test('only the fields of the schema, and only what the field accepts', async () => {
    expect(Object.keys(await extract(heading + script(product), schemaOf(['sku'])))).toEqual(['sku']);
    expect(
      await extract(
        heading + script(product),
        schemaOf(['sku'], () => undefined),
      ),
    ).toEqual({});
  });

  test('other products of the page do not lend their price', async () => {
    const others = {
      '@type': 'ItemList',
      itemListElement: [{ '@type': 'Product', name: 'Elm table', offers: { price: 1 } }],
    };
    expect((await values(heading + script(others) + script(product)))['price']).toEqual({
      amount: 1299,
      currency: 'EUR',
    });
    expect((await values(heading + script(others)))['price']).toBeUndefined();
  });

  test.each<[string, Json, Json | undefined]>([
    [
      'aggregate',
      { '@type': 'AggregateOffer', lowPrice: 99, highPrice: 199, priceCurrency: 'USD' },
      { amount: 99, currency: 'USD' },
    ],
    [
      'offers in an aggregate',
      { '@type': 'AggregateOffer', offers: [{ price: '99', priceCurrency: 'USD' }] },
      { amount: 99, currency: 'USD' },
    ],
    [
      'specification',
      {
        priceSpecification: [
          { priceType: 'https://schema.org/ListPrice', price: 150 },
          { price: 99, priceCurrency: 'USD' },
        ],
      },
      { amount: 99, currency: 'USD' },
    ],
    ['local format', { price: '1.299,00 €' }, { amount: 1299, currency: 'EUR' }],
    ['local format, no mark', { price: '1,299.00', priceCurrency: '$' }, { amount: 1299 }],
    [
      'variants',
      [
        { price: 10, priceCurrency: 'USD' },
        { price: 20, priceCurrency: 'USD', url },
      ],
      { amount: 20, currency: 'USD' },
    ],
    ['zero is not told', { price: 0, priceCurrency: 'USD' }, undefined],
    ['nonsense', { price: 'on request' }, undefined],
  ])('offer: %s', async (_, offers, price) => {
    expect((await values(heading + script({ '@type': 'Product', name: 'Oak chair', offers })))['price']).toEqual(price);
  });

  test('the trail without the start page and the product', async () => {
    const step = (position: number, name: string) => ({
      '@type': 'ListItem',
      position,
      item: { '@id': `/x${position}`, name },
    });
    const trail = {
      '@type': 'BreadcrumbList',
      itemListElement: [step(3, 'Oak chair'), step(1, 'Home'), step(2, 'Chairs')],
    };
    expect((await values(heading + script(trail)))['category']).toBe('Chairs');
  });

  test('a GTIN whose check digit is wrong is left out', async () => {
    expect(await values(heading + script({ ...product, gtin13: '4006381333932' }))).not.toHaveProperty('gtin');
  });
});

describe('microdata and metas', () => {
  const microdata = (
    price: string,
  ) => `${heading}<div itemscope itemtype="http://schema.org/Product"><span itemprop="name">Oak chair</span>
    <div itemprop="offers" itemscope itemtype="http://schema.org/Offer"><span itemprop="price">${price}</span><meta itemprop="priceCurrency" content="EUR">
    <link itemprop="availability" href="http://schema.org/OutOfStock"></div></div>`;

  test('nested offers', async () => {
    expect(await values(microdata('1.299,00'))).toMatchObject({
      price: { amount: 1299, currency: 'EUR' },
      availability: 'OutOfStock',
    });
  });

  test('OpenGraph product tags', async () => {
    const head = `<meta property="product:price:amount" content="1299.0000"><meta property="product:price:currency" content="EUR">
      <meta property="product:availability" content="in stock"><meta property="product:retailer_item_id" content="OC-1"><meta property="og:image" content="/a.jpg">`;
    expect(await values(head + heading)).toMatchObject({
      price: { amount: 1299, currency: 'EUR' },
      availability: 'InStock',
      sku: 'OC-1',
      images: ['https://shop.example/a.jpg'],
    });
  });

  test('sources that agree are trusted more, those that disagree less', async () => {
    const jsonLd = script({ '@type': 'Product', name: 'Oak chair', offers: { price: 10, priceCurrency: 'EUR' } });
    const confidence = async (html: string) => (await extract(html))['price']?.provenance.confidence ?? 0;
    expect(await confidence(jsonLd + microdata('10.00'))).toBeGreaterThan(0.95);
    expect(await confidence(jsonLd + microdata('12.00'))).toBeLessThan(0.8);
  });
});

describe('the page itself', () => {
  test('rows in several languages', async () => {
    const table = `<table><tr><td>Marke</td><td>Ulme</td></tr><tr><td>Artikelnummer:</td><td>4711</td></tr><tr><td>Gewicht (kg)</td><td>4,5</td></tr>
      <tr><td>Breite</td><td>40 cm</td></tr><tr><td>Höhe</td><td>80 cm</td></tr><tr><td>Matériau</td><td>Chêne, acier</td></tr><tr><td>Garanzia</td><td>2 anni</td></tr></table>`;
    expect(await values(`${heading}${table}`)).toMatchObject({
      brand: 'Ulme',
      sku: '4711',
      dimensions: { width: 40, height: 80, unit: 'cm' },
      materials: ['Chêne', 'acier'],
      warranty: '2 anni',
    });
  });

  test('price and stock near the heading; not the old price, the shipping or the rate', async () => {
    const page = `${heading}<p><del>1.499,00 €</del></p><p>statt 1.599,00 €</p><p>Versand 39,00 €</p><p class="price">1.299,00 €</p><p>Nicht auf Lager</p>
      <p>Art.-Nr. 47-11</p><h2>Ähnliche Produkte</h2><p>99,00 €</p>`;
    const fields = await extract(page);
    expect(fields['price']).toMatchObject({ value: { amount: 1299, currency: 'EUR' }, provenance: { source: 'page' } });
    expect(fields['availability']?.value).toBe('OutOfStock');
    expect(fields['sku']?.value).toBe('47-11');
  });

  test('a button to buy is a doubtful sign of stock', async () => {
    const found = (await extract(`${heading}<button>Add to cart</button>`))['availability'];
    expect(found).toMatchObject({ value: 'InStock' });
    expect(found?.provenance.confidence).toBeLessThan(0.5);
  });

  test('documents', async () => {
    expect((await values(`${heading}<a href="/oak.pdf">Spec sheet</a>`))['documents']).toEqual([
      { title: 'Spec sheet', url: 'https://shop.example/oak.pdf' },
    ]);
  });

  test('a page that says nothing gives nothing but its heading', async () => {
    expect(await values(`${heading}<p>A lovely thing.</p>`)).toEqual({ name: 'Oak chair' });
  });
});

test('never fails, whatever the structured data hold', async () => {
  const name = fc.constantFrom(
    '@type',
    '@id',
    '@graph',
    'name',
    'offers',
    'price',
    'priceCurrency',
    'brand',
    'image',
    'sku',
    'constructor',
    '__proto__',
    'itemListElement',
    'additionalProperty',
    'weight',
    'width',
  );
  const leaf = fc.constantFrom<Json>(
    'Product',
    'BreadcrumbList',
    '#a',
    'constructor',
    '1.299,00 €',
    '',
    0,
    -1,
    null,
    true,
    'http://[',
  );
  const { node } = fc.letrec<{ node: Json }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(name, tie('node'), { maxKeys: 5 }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(node, { maxLength: 4 }), fc.string(), async (jsonLd, text) => {
      const found = await extract(`${heading}<p>${text}</p>${jsonLd.map(script).join('')}`);
      for (const { provenance } of Object.values(found))
        expect(provenance.confidence > 0 && provenance.confidence <= 1).toBe(true);
    }),
    { numRuns: 300 },
  );
});
