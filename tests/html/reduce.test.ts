import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { reduceHtml } from '#html/reduce.ts';

const url = 'https://shop.example/chairs/oak?ref=1';
const reduce = (html: string) => reduceHtml({ url, html });

describe('the head', () => {
  test('title, language, canonical address and metas', () => {
    const document = reduce(`<html lang="de_CH"><head><title> Oak &amp; Ash
      chair </title><link rel="canonical" href="/chairs/oak"><meta property="OG:Title" content="Oak chair">
      <meta name="price" content=""></head><body><svg><title>icon</title></svg><p>Text</p></body></html>`);
    expect(document).toMatchObject({
      url,
      title: 'Oak & Ash chair',
      language: 'de-CH',
      canonicalUrl: 'https://shop.example/chairs/oak',
      structured: { meta: { 'og:title': ['Oak chair'] } },
    });
  });

  test('the language of the header is used when the page has none', () => {
    expect(reduceHtml({ url, html: '<p>x</p>', contentLanguage: 'fr-FR, en' }).language).toBe('fr-FR');
  });

  test('addresses are resolved against <base>', () => {
    const document = reduce(
      '<base href="https://cdn.example/a/"><img src="b.jpg" alt="Oak"><a href="spec.pdf">PDF</a>',
    );
    expect(document.images).toEqual([{ url: 'https://cdn.example/a/b.jpg', alternative: 'Oak' }]);
    expect(document.documents).toEqual([{ url: 'https://cdn.example/a/spec.pdf', title: 'PDF' }]);
  });
});

describe('text', () => {
  test('one block a line, whitespace collapsed, repeated lines once', () => {
    expect(reduce('<h1>Oak\n chair</h1><div>Solid <b>oak</b>,&nbsp;oiled<br>Two</div><p>Two</p>').text).toBe(
      'Oak chair\nSolid oak, oiled\nTwo',
    );
  });

  test('a page that is hidden until its scripts have run is read', () => {
    expect(reduce('<body style="visibility: hidden"><p>Oak chair</p></body>').text).toBe('Oak chair');
  });

  test('scripts, styles, templates, comments and hidden elements are left out', () => {
    const document =
      reduce(`<p>Seen</p><script>var a = "<p>no</p>"</script><style>p{}</style><template><p>no</p></template>
      <noscript><p>no</p></noscript><!-- no --><p hidden>no</p><p style="display: none">no</p><p style="visibility:hidden">no</p><i aria-hidden="true">no</i>`);
    expect(document.text).toBe('Seen');
  });

  test('navigation, footer, site header, cookie banner, sign-up and other products are left out', () => {
    const document =
      reduce(`<body class="cookie-law"><header>Shop menu</header><nav>Chairs</nav><div role="navigation">Tables</div>
      <div id="cookie-banner">We use cookies</div><main><header><h1>Oak chair</h1></header><p>120 €</p></main>
      <div class="related-products"><p>Elm chair 99 €</p></div><form class="newsletter-form">Subscribe</form><footer>Imprint</footer></body>`);
    expect(document.text).toBe('Oak chair\n120 €');
  });

  test('a button that is an input is called what stands on it', () => {
    const form =
      '<form><input type="hidden" value="no"><input value="no"><input type="submit" value="Add to cart"></form>';
    expect(reduce(`<h1>Oak chair</h1><p>120 €${form}</p>`).text).toBe('Oak chair\n120 €\nAdd to cart');
  });

  test('what the main heading stands in stays, whatever it is called', () => {
    expect(reduce('<div class="page-header"><h1>Oak chair</h1><p>120 €</p></div>').text).toBe('Oak chair\n120 €');
  });

  test('a breadcrumb is one line', () => {
    const trail =
      '<nav aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li><a href="/c">Chairs</a></li></ol></nav>';
    expect(reduce(`${trail}<h1>Oak</h1>`).text).toBe('Home > Chairs\nOak');
  });

  test.each([
    ['<del>129 €</del> <b>99 €</b>', '~~129 €~~ 99 €'],
    ['<span class="price-old">129 €</span> <span class="price">99 €</span>', '~~129 €~~ 99 €'],
    ['<div class="old-price"><p>129 €</p></div><div>99 €</div>', '~~129 €~~\n99 €'],
  ])('struck-through prices are marked: %s', (html, text) => {
    expect(reduce(html).text).toBe(text);
  });

  test('raised cents do not join the whole part', () => {
    expect(reduce('<div class="price">€ 12<sup>99</sup></div>').text).toBe('€ 12.99');
    expect(reduce('<p>10<sup>12</sup> atoms</p>').text).toBe('1012 atoms');
  });

  test('is limited', () => {
    expect(reduce(`<p>${'word '.repeat(50_000)}</p>`).text.length).toBeLessThanOrEqual(60_000);
  });
});

describe('parts', () => {
  test('specification tables and definition lists, in page order, hidden tabs too', () => {
    const document = reduce(`<h1>Oak</h1><div hidden><table><tr><th>Material:</th><td>Solid <b>oak</b></td></tr>
      <tr><td>Weight</td><td>4 kg</td></tr><tr><td colspan=2>Notes</td></tr></table></div>
      <dl><dt>Width</dt><dd>40 cm</dd><div><dt>Height</dt><dd>80 cm</dd></div></dl>`);
    expect(document.specifications).toEqual([
      { name: 'Material', value: 'Solid oak' },
      { name: 'Weight', value: '4 kg' },
      { name: 'Width', value: '40 cm' },
      { name: 'Height', value: '80 cm' },
    ]);
  });

  test('images: lazy ones by their real address, none twice, no icons and no data', () => {
    const document = reduce(`<p>x</p><img src="data:image/gif;base64,AA" data-src="/a.jpg" alt="A"><img src="/a.jpg">
      <img src="/icon.png" width="16" height="16"><img src="data:image/png;base64,AA"><img src="javascript:alert(1)"><img srcset="/s.jpg 1x, /l.jpg 2x">`);
    expect(document.images).toEqual([
      { url: 'https://shop.example/a.jpg', alternative: 'A' },
      { url: 'https://shop.example/l.jpg', alternative: '' },
    ]);
  });

  test('documents by ending or by words', () => {
    const document =
      reduce(`<a href="/f/oak.PDF?v=2"></a><a href="/d/123">Technical data sheet</a><a href="/m.rfa">Revit</a>
      <a href="#manual">Manual</a><a href="/other">Other chairs</a>`);
    expect(document.documents.map(({ title }) => title)).toEqual(['oak.PDF', 'Technical data sheet', 'Revit']);
  });

  test('JSON-LD and microdata are lifted out, unreadable scripts skipped', () => {
    const document = reduce(`<script type="application/ld+json">{"@type":"Product","name":"Oak"}</script>
      <script type="application/ld+json">{broken</script><div itemscope itemtype="http://schema.org/Product"><img itemprop="image" src="a.jpg"></div>`);
    expect(document.structured.jsonLd).toEqual([{ '@type': 'Product', name: 'Oak' }]);
    expect(document.structured.microdata).toEqual([
      { types: ['Product'], properties: { image: ['https://shop.example/chairs/a.jpg'] } },
    ]);
    expect(document.tokenEstimate).toBeGreaterThan(0);
  });
});

describe('any input', () => {
  test.each(['', '   ', '<html><head><title>Only a title</title></head></html>', '<script>x</script>'])(
    '%j is empty content',
    (html) => {
      expect(() => reduce(html)).toThrow(expect.objectContaining({ category: 'empty_content' }));
    },
  );

  const repeated = (part: string, times: number) => part.repeat(times);
  test.each([
    ['open divs', repeated('<div>', 100_000)],
    ['open divs with text', repeated('<div>a', 100_000)],
    ['open inline elements', `${repeated('<b>', 20_000)}x${repeated('</i>', 100_000)}`],
    ['tables in tables', repeated('<table><tr><td>a<td>b', 20_000)],
    ['items in items', repeated('<div itemscope itemprop=a>x', 20_000)],
    ['siblings to be pruned', repeated('<nav>x</nav>', 50_000)],
    ['one long line of pieces', repeated('<b>a</b>', 100_000)],
    ['unclosed comments in JSON-LD', `<p>x</p><script type="application/ld+json">${repeated('/*', 200_000)}</script>`],
    ['unclosed strings in JSON-LD', `<p>x</p><script type="application/ld+json">{${repeated('"\\', 200_000)}</script>`],
    [
      'deep JSON-LD',
      `<p>x</p><script type="application/ld+json">${repeated('[', 50_000)}${repeated(']', 50_000)}</script>`,
    ],
    ['attributes', `<p ${repeated('a=1 ', 50_000)}>x`],
  ])('hostile: %s', (_, html) => {
    const document = reduce(`${html}<p>end</p>`);
    expect(JSON.stringify(document).length).toBeGreaterThan(0);
  });

  test('itemref that refers to itself ends', () => {
    const document = reduce(
      '<div id=a itemscope itemref="b"><i itemprop=x>1</i></div><div id=b itemscope itemprop=y itemref="a b"></div>',
    );
    expect(document.structured.microdata.length).toBeGreaterThan(0);
  });

  const fragment = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<div>',
      '</div>',
      '<h1>',
      '<table>',
      '<tr>',
      '<td>',
      '<p itemprop=price>',
      '<div itemscope itemtype="">',
      '<script type="application/ld+json">',
      '</script>',
      '<a href="http://[">',
      '<img src=":" srcset=",">',
      '<base href="\\\\">',
      '<svg>',
      '</svg>',
      '<title>',
      '<meta itemprop=__proto__ content=x>',
      '<!--',
      '<![CDATA[',
      '</p>',
      '</br>',
      '&#0;',
      '<del>',
      '<nav>',
      '<option>',
      '<dl><dt>',
      '<dd>',
    ),
  );
  test('it makes a document or says that the page is empty', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        try {
          const { text, tokenEstimate } = reduce(fragments.join(''));
          expect(text).not.toMatch(/^\s|\s$|\n\n| {2}/);
          expect(tokenEstimate).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(PipelineError);
          expect(error).toMatchObject({ category: 'empty_content' });
        }
      }),
      { numRuns: 500 },
    );
  });
});
