import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { generatedPage, generatedProduct } from '#demo/site/generated.ts';

const origin = 'http://127.0.0.1:1';
const text = (path: string): string => String(generatedPage(path, origin) ?? 'no page');

describe('generatedPage', () => {
  test('is the same every time, 8 KB large, and tells the facts of its number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (number) => {
        const page = text(`/generated/${number}`);
        expect(text(`/generated/${number}`)).toBe(page);
        expect(Buffer.byteLength(page)).toBe(8192);
        const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(page) ?? [];
        const { expected } = generatedProduct(number, origin);
        expect(JSON.parse(json)).toMatchObject({
          name: expected.name,
          sku: expected.sku,
          gtin13: expected.gtin,
          offers: { price: expected.price?.amount.toFixed(2) },
        });
        expect(page).toContain(`£${expected.price?.amount.toFixed(2)}`);
      }),
    );
  });

  test('is as large as asked for, in whatever order', () => {
    for (const kilobytes of [150, 9, 400, 150, 20]) {
      expect(generatedPage(`/generated/7?kb=${kilobytes}`, origin)).toHaveLength(kilobytes * 1024);
    }
    expect(text('/generated/7?kb=150').slice(0, 9000)).toBe(text('/generated/7?kb=400').slice(0, 9000));
  });

  test('stays whole when there is no room for filler', () => {
    expect(text('/generated/7?kb=1')).toMatch(/<h1>[\s\S]*<\/html>\n$/);
  });

  test.each([
    '/generated/',
    '/generated/x',
    '/generated/1.5',
    '/generated/1/2',
    '/generated/1?kb=0',
    '/generated/1?kb=9999',
    '/generated/1?x=1',
  ])('there is no %s', (path) => {
    expect(generatedPage(path, origin)).toBeUndefined();
  });

  test('different numbers are different products', () => {
    const products = Array.from({ length: 2000 }, (_, number) => generatedProduct(number, origin));
    for (const key of ['name', 'sku', 'gtin'] as const) {
      expect(new Set(products.map(({ expected }) => expected[key])).size).toBe(2000);
    }
  });
});

describe('over the wire', () => {
  let site: DemoSite;
  beforeAll(async () => {
    site = await startDemoSite({ port: 0 });
  });
  afterAll(() => site.close());

  test('the page is the generated one, and its picture is there', async () => {
    const response = await fetch(`${site.origin}/generated/42?kb=12`);
    expect(await response.text()).toBe(String(generatedPage('/generated/42?kb=12', site.origin)));
    for (const url of generatedProduct(42, site.origin).expected.images) expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${site.origin}/generated/x`)).status).toBe(404);
  });
});
