import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderDocument } from '#extraction/render-document.ts';
import { tokenCounter } from '#llm/count-tokens.ts';
import { fakeDocument } from '../fakes/document.ts';

const count = await tokenCounter();

const full = fakeDocument({
  title: 'Stool – Shop',
  headings: ['Stool'],
  structured: {
    jsonLd: [
      {
        '@context': 'https://schema.org',
        '@type': 'Product',
        name: 'Stool',
        description: 'A stool for every day, made by hand.',
        review: [{ text: 'nice' }],
        sku: '',
        offers: [
          { '@type': 'Offer', price: 19.9, availability: 'http://schema.org/InStock' },
          { '@type': 'Offer', price: 24.9 },
        ],
      },
      { '@type': 'BreadcrumbList', itemListElement: [{ name: 'Home' }, { item: { name: 'Stools' } }] },
      { '@type': 'Organization', name: 'Shop' },
    ],
    microdata: [{ types: ['Product'], properties: { name: ['Stool'], width: ['40 cm'] } }],
    meta: { description: ['A stool for every day, made by hand.'], viewport: ['width=device-width'] },
  },
  specifications: [
    { name: 'Width', value: '40 cm' },
    { name: 'Seat', value: 'Oak' },
  ],
  text: [
    'Stool',
    'A stool for every day, made by hand.',
    'Seat',
    'Oak',
    'Width | 40 cm',
    'Only here',
    'Related products',
    'A table',
  ].join('\n'),
  images: [{ url: 'https://shop.test/a.jpg', alternative: 'Front' }],
  documents: [{ url: 'https://shop.test/a.pdf', title: 'Sheet' }],
});

describe('renderDocument', () => {
  test('shows everything once, what was written for machines first and compact', () => {
    expect(renderDocument(full, 10_000, count)).toBe(
      [
        'Title: Stool – Shop\nURL: https://shop.test/product\nLanguage: en\nHeading: Stool',
        [
          "## Facts from the page's data",
          'name: Stool',
          'description: A stool for every day, made by hand.',
          'offers: price 19.9; availability InStock',
          'offers: price 24.9',
          'width: 40 cm',
          'breadcrumb: Home > Stools',
          'Organization: name Shop',
        ].join('\n'),
        '## Specifications\nSeat: Oak',
        '## Files and pictures\nFile: Sheet https://shop.test/a.pdf\nPicture: Front https://shop.test/a.jpg',
        '## Text\nStool\nOnly here\nRelated products\nA table',
      ].join('\n\n'),
    );
  });

  test('leaves out what is about other products first, then pictures, and says so', () => {
    const others = Array.from({ length: 60 }, (_, number) => `Another table, number ${number}`);
    const long = { ...full, text: [full.text, ...others].join('\n') };
    const whole = count(renderDocument(long, 10_000, count));
    const shorter = renderDocument(long, whole - 200, count);
    expect(shorter).toContain('Picture: Front');
    expect(shorter).toMatch(/A table\nAnother table, number 0\n[^]*\[cut\]$/u);
    const short = renderDocument(long, 165, count);
    expect(short).toMatch(/Sheet[^]*Only here\n[^]*\[cut\]$/u);
    expect(short).not.toContain('Picture: Front');
    expect(short).not.toContain('number 0');
  });

  test('does not let structured data of any size crowd out the specifications', () => {
    const jsonLd = Array.from({ length: 500 }, (_, index) => ({ '@type': 'Product', name: `Variant ${index}` }));
    const rendered = renderDocument({ ...full, structured: { ...full.structured, jsonLd } }, 500, count);
    expect(rendered).toContain('Seat: Oak');
    expect(rendered).toContain('Only here');
  });

  test('shows a part of a line that is longer than all the room there is', () => {
    const text = 'All about the stool. '.repeat(2_000);
    const rendered = renderDocument({ ...full, text }, 1_000, count);
    expect(count(rendered)).toBeLessThanOrEqual(1_000);
    expect(rendered).toContain('All about the stool. All about the stool.');
  });

  test('is never longer than allowed', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, fc.nat({ max: 300 }), (title, name, body, limit) => {
        const document = fakeDocument({ title, text: body, headings: [name], specifications: [{ name, value: body }] });
        expect(count(renderDocument(document, limit, count))).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
