import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { valuesAt } from '#structured-data/entities.ts';
import { jsonLdEntities } from '#structured-data/json-ld-entities.ts';
import { readJsonLd } from '#structured-data/json-ld.ts';

describe('readJsonLd', () => {
  test.each([
    ['plain', '{"a":1}'],
    ['in an HTML comment', '<!-- {"a":1} -->'],
    ['in CDATA', '//<![CDATA[\n{"a":1}\n//]]>'],
    ['with block comments', '/* x */ {"a": /* "y" */ 1}'],
    ['with trailing commas', '{"a":1,}'],
    ['with a comma and a comment', '{"a":1, // one\n}'],
    ['ending in a semicolon', '{"a":1};'],
    ['with encoded quotes', '{&quot;a&quot;:1}'],
  ])('%s', (_, text) => {
    expect(readJsonLd(text)).toEqual({ a: 1 });
  });

  test('strings keep what looks like a comment or a comma', () => {
    expect(readJsonLd('{"url":"https://a.example/,}","b":["x",],}')).toEqual({ url: 'https://a.example/,}', b: ['x'] });
  });

  test('raw line breaks, tabs and wrong escapes in strings are forgiven', () => {
    expect(readJsonLd(`{"a":"one\ntwo\tthree \\'four\\'"}`)).toEqual({ a: "one\ntwo three 'four'" });
  });

  test.each(['', 'null', '"text"', '{"a":', '<p>', '{{template}}'])('%j is not readable', (text) => {
    expect(readJsonLd(text)).toBeUndefined();
  });

  test('what is valid JSON is read as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        expect(readJsonLd(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:/*\\\n;1a<!->') }), (text) => void readJsonLd(text)),
    );
  });
});

describe('jsonLdEntities', () => {
  test('types and names lose their prefix, numbers become text, empty values go', () => {
    const [entity] = jsonLdEntities([
      {
        '@type': ['http://schema.org/Product', 'schema:Thing'],
        'schema:name': 'Oak',
        price: 12.5,
        sku: '',
        color: null,
      },
    ]);
    expect(entity).toEqual({ types: ['Product', 'Thing'], properties: { name: ['Oak'], price: ['12.5'] } });
  });

  test('arrays and graphs are taken apart, references within the page resolved', () => {
    const entities = jsonLdEntities([
      [
        {
          '@context': 'https://schema.org',
          '@graph': [
            { '@type': 'WebPage', mainEntity: { '@id': '#p' } },
            { '@id': '#p', '@type': 'Product', name: 'Oak', brand: { '@id': '#b' } },
          ],
        },
      ],
      { '@id': '#b', '@type': 'Brand', name: { '@value': 'Elm & Co', '@language': 'en' } },
    ]);
    expect(entities.map(({ types }) => types[0])).toEqual(['WebPage', 'Product', 'Brand']);
    const [page] = entities;
    expect(page && valuesAt(page, 'mainEntity.brand.name')).toEqual(['Elm & Co']);
  });

  test('references in a circle end', () => {
    const circle: Json = [
      { '@id': '#a', name: 'A', next: { '@id': '#b' } },
      { '@id': '#b', name: 'B', next: [{ '@id': '#a' }, { '@id': '#b' }] },
    ];
    expect(() => JSON.stringify(jsonLdEntities([circle]))).not.toThrow();
  });

  test('references cannot multiply without end', () => {
    const nodes = Array.from({ length: 60 }, (_, index) => ({
      '@id': `#${index}`,
      name: 'x',
      next: Array.from({ length: 60 }, (_unused, other) => ({ '@id': `#${other}` })),
    }));
    expect(JSON.stringify(jsonLdEntities([nodes])).length).toBeLessThan(10_000_000);
  });
});
