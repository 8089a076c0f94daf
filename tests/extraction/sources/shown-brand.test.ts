import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valuesOf } from './page.ts';

const heading = '<h1>Elm Oak chair</h1>';
const jsonLd = (brand: string) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', name: 'Oak chair', brand, sku: 'OC-1' })}</script>`;
const brandOf = async (html: string, url?: string) => (await valuesOf(html, url))['brand'];

describe('the brand a reader sees', () => {
  test.each([
    ['on a line before the heading that begins with it', `<p>ELM</p>${heading}`, 'Elm'],
    ['as the last step of a trail', `<p>Home > Chairs > Elm</p>${heading}`, 'Elm'],
    ['as a step of a trail', `<p>Home > Elm > Chairs in oak</p>${heading}`, 'Elm'],
    ['as the logo beside it', `${heading}<img src="/elm.png" alt="Elm logo">`, 'Elm'],
    ['as who published it', '<h1>Songs of oak</h1><p>Label: Elm, 2013</p>', 'Elm'],
    ['without its sign of a trade mark', `${jsonLd('Elm®')}<h1>Oak chair</h1><p>Elm makes it in Denmark.</p>`, 'Elm'],
    ['without it in the heading either', `${jsonLd('Elm')}<h1>Elm® Oak chair</h1>`, 'Elm'],
    ['without the dash behind it', `${jsonLd('Elm')}<h1>Elm – Oak chair</h1>`, 'Elm'],
    ['not as how a picture is described', '<h1>Chair</h1><img src="/a.png" alt="Chair in black oak">', undefined],
    ['not as a word for others', '<h1>Szék</h1><p>Márka: Egyéb</p>', undefined],
    ['as who a thing is by', '<h1>Oak chair by Elm</h1><p>by Elm</p>', 'Elm'],
    ['as a store to visit', `${heading}<p>Visit the Elm & Co Store</p>`, 'Elm & Co'],
    ['not as the whole heading', '<p>Oak chair</p><h1>Oak chair</h1>', undefined],
    ['not as a category in the plural', '<p>Home > Chairs</p><h1>Chair in oak</h1>', undefined],
    ['not as an author whom the heading does not name', '<h1>Oak chair</h1><p>by our editors</p>', undefined],
  ])('%s', async (_, html, brand) => {
    expect(await brandOf(html)).toBe(brand);
  });
});

describe('what data for machines call the brand', () => {
  test.each([
    ['stands where the page shows it', `${jsonLd('Elm')}${heading}`, 'Elm'],
    ['stands where the page writes it with other marks', `${jsonLd('ELM & CO')}<h1>Elm&Co chair</h1>`, 'Elm&Co'],
    ['stands where a picture is described by it', `${jsonLd('Ash')}${heading}<img src="/a.png" alt="Ash">`, 'Ash'],
    ['is none when nobody can see it', `${jsonLd('Wholesale 24')}<h1>Oak chair</h1>`, undefined],
    ['is none when it is part of another word', `${jsonLd('Oa')}<h1>Oak chair</h1>`, undefined],
    ['is none when it stands for none', `${jsonLd('Generic')}<h1>Generic oak chair</h1>`, undefined],
    [
      'is none when it is merely who sells',
      `${jsonLd('Shop Example Ltd')}<h1>Oak chair</h1><p>Sold by: Shop Example</p>`,
      undefined,
    ],
    [
      'is none when it is the shop of the title',
      `<title>Oak chair | Sitting</title>${jsonLd('Sitting')}<h1>Oak chair</h1>`,
      undefined,
    ],
  ])('%s', async (_, html, brand) => {
    expect(await brandOf(html)).toBe(brand);
  });

  test('is still who makes it, doubtfully, when it is written for others', async () => {
    expect((await valuesOf(`${jsonLd('Wholesale 24')}<h1>Oak chair</h1>`))['manufacturer']).toBe('Wholesale 24');
  });

  test('never fails, and never stands unseen, whatever its marks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), async (name) => {
        expect(await brandOf(`${jsonLd(`Q${name}7`)}<h1>Oak chair</h1>`)).toBeUndefined();
      }),
    );
  });
});
