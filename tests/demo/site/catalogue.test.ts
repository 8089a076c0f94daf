import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { formatNumber, formatPrice } from '#demo/site/number-format.ts';
import type { DemoFacts, DemoProduct, MarkupStyle } from '#demo/site/product.ts';
import { wordings } from '#demo/site/wording.ts';

let site: DemoSite;
let products: readonly DemoProduct[];
const pages = new Map<string, string>();
beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  products = site.rows.flatMap(({ expected }) => (expected.outcome === 'product' ? [expected.product] : []));
  for (const product of products) {
    const response = await fetch(product.url);
    expect(response.status, product.id).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    pages.set(product.id, await response.text());
  }
});
afterAll(() => site.close());

const page = (product: DemoProduct): string => pages.get(product.id) ?? '';
const unescaped = (markup: string): string =>
  markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** What a person sees of the page. */
const visible = (product: DemoProduct): string =>
  unescaped(
    page(product)
      .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
      .replace(/<[^>]+>/g, ''),
  );

const ofStyle = (style: MarkupStyle): readonly DemoProduct[] => products.filter((product) => product.style === style);

function jsonLd(product: DemoProduct): readonly Record<string, unknown>[] {
  const scripts = page(product).matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g);
  return [...scripts].map(([, json = '']) => JSON.parse(json) as Record<string, unknown>);
}

/** How each fact appears to a person. */
function shownFacts({ expected, locale }: DemoProduct): readonly (string | undefined)[] {
  const { price, weight, dimensions, availability } = expected;
  const texts: (keyof DemoFacts)[] = [
    'name',
    'brand',
    'manufacturer',
    'description',
    'modelNumber',
    'sku',
    'mpn',
    'gtin',
    'category',
    'warranty',
    'leadTime',
  ];
  return [
    ...texts.map((field) => expected[field] as string | undefined),
    ...(expected.materials ?? []),
    ...(expected.finishes ?? []),
    ...(expected.certifications ?? []),
    ...(expected.documents ?? []).map(({ title }) => title),
    dimensions?.text,
    weight && `${formatNumber(weight.value, locale)} ${weight.unit}`,
    price ? formatPrice(price.amount, price.currency, locale) : wordings[locale].onRequest,
    wordings[locale].availability[availability],
  ];
}

describe('the catalogue', () => {
  test('has at least sixty clean products, in seven styles and six languages', () => {
    const clean = site.rows.filter(({ url }) => url.includes('/products/'));
    expect(clean.length).toBeGreaterThanOrEqual(60);
    expect(new Set(products.map(({ style }) => style)).size).toBe(7);
    const languages = Map.groupBy(products, ({ locale }) => locale.slice(0, 2));
    expect([...languages.keys()].toSorted()).toEqual(['de', 'en', 'es', 'fr', 'it', 'nl']);
    for (const [language, ofLanguage] of languages) expect(ofLanguage.length, language).toBeGreaterThanOrEqual(6);
    for (const style of new Set(products.map((product) => product.style))) {
      expect(ofStyle(style).length, style).toBeGreaterThanOrEqual(4);
    }
  });

  test.each(['id', 'path', 'url'] as const)('no two products share their %s', (key) => {
    expect(new Set(products.map((product) => product[key])).size).toBe(products.length);
  });

  test.each(['name', 'sku'] as const)('no two products share their %s', (key) => {
    expect(new Set(products.map(({ expected }) => expected[key])).size).toBe(products.length);
  });

  test('article numbers are unique, with right check digits, from the range for use within a shop', () => {
    const numbers = products.flatMap(({ expected }) => expected.gtin ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) {
      expect(number).toMatch(/^2\d{12}$/);
      const sum = [...number].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
      expect(sum % 10, number).toBe(0);
    }
  });

  test('every row carries its columns', () => {
    for (const row of site.rows) {
      expect(row.columns).toEqual({
        room: row.room,
        section: expect.stringMatching(/^[A-Z]/),
        'item code': expect.stringMatching(/^[A-Z]{2}-\d\d$/),
        quantity: expect.stringMatching(/^[1-9]\d*$/),
      });
    }
    expect(new Set(site.rows.map(({ columns }) => columns['item code'])).size).toBe(site.rows.length);
  });
});

describe('every product page', () => {
  test('shows all that is expected of it', () => {
    for (const product of products) {
      const text = visible(product);
      const missing = shownFacts(product).filter((shown) => shown !== undefined && !text.includes(shown));
      expect(missing, product.id).toEqual([]);
    }
  });

  test('names the product in its one heading of the first rank and in its title', () => {
    for (const product of products) {
      const headings = [...page(product).matchAll(/<h1[^>]*>(.*?)<\/h1>/g)].map(([, text = '']) => unescaped(text));
      expect(headings).toEqual([product.expected.name]);
      const [, title = ''] = /<title>(.*?)<\/title>/.exec(page(product)) ?? [];
      expect(unescaped(title)).toContain(product.expected.name);
      expect(page(product)).toContain(`<html lang="${product.locale}">`);
    }
  });

  test('has pictures that are PNGs and documents that are PDFs', async () => {
    for (const product of products) {
      const { expected } = product;
      expect(expected.images.length).toBeGreaterThan(0);
      for (const url of expected.images) {
        expect(page(product)).toContain(new URL(url).pathname);
        const response = await fetch(url);
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
        const bytes = Buffer.from(await response.arrayBuffer());
        expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
        expect(Math.min(bytes.readUInt32BE(16), bytes.readUInt32BE(20))).toBeGreaterThanOrEqual(640);
      }
      for (const { url } of expected.documents ?? []) {
        const response = await fetch(url);
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
        expect(await response.text()).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF\n$/);
      }
    }
  });

  test('is the same on every site but for the address', async () => {
    const other = await startDemoSite({ port: 0 });
    for (const product of products) {
      const text = await (await fetch(other.origin + product.path)).text();
      expect(text.replaceAll(other.origin, site.origin), product.id).toBe(page(product));
    }
    await other.close();
  });
});

describe('the markup styles', () => {
  test('json-ld: one Product with one offer', () => {
    for (const product of ofStyle('json-ld')) {
      const [entity, ...others] = jsonLd(product);
      expect(others).toEqual([]);
      expect(entity).toMatchObject({ '@type': 'Product', name: product.expected.name, sku: product.expected.sku });
      expect(entity?.['offers']).toMatchObject({
        '@type': 'Offer',
        price: product.expected.price?.amount.toFixed(2),
        priceCurrency: product.expected.price?.currency,
      });
    }
  });

  test('json-ld-graph: breadcrumb, offers in a list, and an aggregate of offers', () => {
    const kinds = ofStyle('json-ld-graph').map((product) => {
      const graph = jsonLd(product)[0]?.['@graph'] as Record<string, unknown>[];
      expect(graph.map((entity) => entity['@type'])).toEqual(['WebSite', 'WebPage', 'BreadcrumbList', 'Product']);
      const offers = graph[3]?.['offers'];
      return offers === undefined ? 'none' : Array.isArray(offers) ? 'list' : 'aggregate';
    });
    expect(new Set(kinds)).toEqual(new Set(['none', 'list', 'aggregate']));
  });

  test('microdata: the price for machines differs in form from the one for people', () => {
    for (const product of ofStyle('microdata')) {
      expect(page(product)).toContain('itemscope itemtype="https://schema.org/Product"');
      expect(page(product)).toContain(`itemprop="price" content="${product.expected.price?.amount.toFixed(2)}"`);
      expect(jsonLd(product)).toEqual([]);
    }
  });

  test('open-graph: product tags', () => {
    for (const product of ofStyle('open-graph')) {
      expect(page(product)).toContain('<meta property="og:type" content="product">');
      expect(page(product)).toContain(
        `<meta property="product:price:amount" content="${product.expected.price?.amount.toFixed(2)}">`,
      );
    }
  });

  test('plain: nothing for machines', () => {
    for (const product of ofStyle('plain')) {
      expect(page(product)).not.toMatch(/ld\+json|itemprop|property="|<script/);
      expect(page(product)).toMatch(/<table[\s\S]*<\/table>/);
      expect(page(product)).toMatch(/<dl[\s\S]*<\/dl>/);
    }
  });

  test('embedded-state: the state is JSON with the price in it', () => {
    for (const product of ofStyle('embedded-state')) {
      const [, json = ''] =
        /<script id="__NEXT_DATA__" type="application\/json">([\s\S]*?)<\/script>/.exec(page(product)) ?? [];
      expect(JSON.parse(json)).toMatchObject({
        props: { pageProps: { product: { pricing: { current: product.expected.price?.amount } } } },
      });
    }
  });

  test('long: about 150 KB, with prices of other products', () => {
    for (const product of ofStyle('long')) {
      const bytes = Buffer.byteLength(page(product));
      expect(bytes).toBeGreaterThan(145_000);
      expect(bytes).toBeLessThan(160_000);
      expect(jsonLd(product).map((entity) => entity['@type'])).toEqual(['ItemList', 'Product']);
      expect(page(product)).toContain('cookie-banner');
      const shown = visible(product).match(/[£$€]|CHF/g) ?? [];
      expect(shown.length).toBeGreaterThanOrEqual(5);
    }
  });
});

test('the thumbnail beside a related product is a whole picture', async () => {
  const bytes = Buffer.from(await (await fetch(`${site.origin}/images/${products[0]?.id}/small.png`)).arrayBuffer());
  const start = bytes.indexOf('IDAT') + 4;
  const data = bytes.subarray(start, start + bytes.readUInt32BE(start - 8));
  expect(inflateSync(data)).toHaveLength(161 * 120);
});
