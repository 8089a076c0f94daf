import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embeddedJson } from '#structured-data/embedded-json.ts';
import { literalEnd, readLiteral } from '#structured-data/js-literal.ts';

const state = { product: { sku: 'OC-1', price: 99.5 } };
const json = JSON.stringify(state);

describe('what a script embeds', () => {
  test.each([
    ['a JSON script', json],
    ['an assignment', `window.__STATE__ = ${json};`],
    ['an assignment among statements', `var a = 1; window["x"]=${json};(function(){ return a; })();`],
    ['a call', `dataLayer.push(${json});`],
    ['a later argument', `gtag('event', 'view_item', ${json});`],
    ['a text', `window.__STATE__ = JSON.parse(${JSON.stringify(json)});`],
    ['a text in single quotes', `x = JSON.parse('${json}');`],
    ['JavaScript', `var state = { product: { 'sku': "OC-1", price: 99.50, /* now */ }, };`],
    [
      'JavaScript with expressions',
      `var state = { product: { sku: 'OC-1', price: 99.5, at: Date.now(), in: f({ a: [1] }) } };`,
    ],
  ])('%s', (_, script) => {
    expect(embeddedJson([script])).toEqual([state]);
  });

  test('scripts without a word of products are not read', () => {
    expect(embeddedJson(['window.config = { "theme": "dark", "locale": "en", "version": 12 };'])).toEqual([]);
  });

  test('several, in order; what is no data is passed over', () => {
    const script = `a = { "sku": 1, "name": "first one" }; b = { run: function () { return { price: 1 }; } }; c = [{ "sku": 2, "name": "second" }];`;
    expect(embeddedJson([script]).slice(0, 1)).toEqual([{ sku: 1, name: 'first one' }]);
    expect(embeddedJson([script]).at(-1)).toEqual([{ sku: 2, name: 'second' }]);
  });

  test.each([
    ['brackets', `sku${'=({'.repeat(200_000)}`],
    ['open strings', `sku = ${'{"'.repeat(200_000)}`],
    ['depth', `sku = ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['parsed texts', `sku ${'JSON.parse("'.repeat(100_000)}`],
    ['one long text', `sku = JSON.parse("${'\\"'.repeat(300_000)}`],
  ])('hostile %s come to an end', (_, script) => {
    expect(embeddedJson([script, script]).length).toBeLessThanOrEqual(60);
  });
});

describe('literals', () => {
  test('where one ends', () => {
    expect(literalEnd('{"a}":"\\"}"} }', 0, 100)).toBe(12);
    expect(literalEnd('{"a":1', 0, 100)).toBe(-1);
  });

  test.each<[string, unknown]>([
    ['{a:1,b:[true,false,null,undefined],}', { a: 1, b: [true, false, null, null] }],
    ["{'a':'it\\'s','b':\"\\u00e9\\x41\\n\"}", { a: "it's", b: 'éA\n' }],
    ['{a:-1.5e3,b:!0,c:void 0}', { a: -1500, b: true, c: null }],
    ['{a: `text`, // why\n b: 2}', { a: 'text', b: 2 }],
    ['{a: b.c, d: 2}', { d: 2 }],
    ['{...spread, d: 2}', { d: 2 }],
    ['{__proto__: {x: 1}, d: 2}', { d: 2 }],
    ['(1)', undefined],
    ['{a:', undefined],
  ])('%s', (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  test('what JSON writes is read back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const wrapped = JSON.parse(JSON.stringify({ value })) as { value: unknown };
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        expect(readLiteral(JSON.stringify(wrapped))).toEqual(wrapped);
      }),
      { numRuns: 300 },
    );
  });

  test('never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[](),:;"\'`\\/*.a1-!\n ') }), (text) => {
        expect(() => [readLiteral(text), embeddedJson([`sku=${text}`])]).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});
