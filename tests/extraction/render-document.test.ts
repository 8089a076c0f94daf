import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderDocument } from '#extraction/render-document.ts';
import { fakeDocument } from '../fakes/document.ts';

const full = fakeDocument({
  title: 'Stool – Shop',
  headings: ['Stool'],
  structured: {
    jsonLd: [
      { '@context': 'https://schema.org', '@type': 'Product', name: 'Stool', review: [{ text: 'nice' }], sku: '' },
    ],
    microdata: [{ types: ['Offer'], properties: { price: ['19.90'] } }],
    meta: { description: ['A stool.'], viewport: ['width=device-width'] },
  },
  specifications: [{ name: 'Width', value: '40 cm' }],
  text: 'First line\nSecond line',
  images: [{ url: 'https://shop.test/a.jpg', alternative: 'Front' }],
  documents: [{ url: 'https://shop.test/a.pdf', title: 'Sheet' }],
});

describe('renderDocument', () => {
  test('shows everything, what was written for machines first and compact', () => {
    expect(renderDocument(full, 10_000)).toBe(
      [
        'Title: Stool – Shop\nURL: https://shop.test/product\nLanguage: en\nHeading: Stool',
        '## Structured data\ndescription: A stool.\n{"@type":"Product","name":"Stool"}\n{"@type":"Offer","price":"19.90"}',
        '## Specifications\nWidth: 40 cm',
        '## Files and pictures\nFile: Sheet https://shop.test/a.pdf\nPicture: Front https://shop.test/a.jpg',
        '## Text\nFirst line\nSecond line',
      ].join('\n\n'),
    );
  });

  test('cuts the text first, and says so', () => {
    const whole = renderDocument(full, 10_000);
    const short = renderDocument(full, whole.length - 5);
    expect(short).toContain('Picture: Front');
    expect(short).toMatch(/## Text\nFirst line\n.*\[cut\]$/u);
    expect(short).not.toContain('Second line');
  });

  test('does not let structured data of any size crowd out the specifications', () => {
    const jsonLd = Array.from({ length: 500 }, (_, index) => ({ '@type': 'Product', name: `Variant ${index}` }));
    const rendered = renderDocument({ ...full, structured: { ...full.structured, jsonLd } }, 2_000);
    expect(rendered).toContain('Width: 40 cm');
    expect(rendered).toContain('First line');
  });

  test('is never longer than allowed', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, fc.nat({ max: 800 }), (title, name, body, limit) => {
        const document = fakeDocument({ title, text: body, headings: [name], specifications: [{ name, value: body }] });
        expect(renderDocument(document, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
