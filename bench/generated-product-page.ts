/**
 * A product page of about so many characters, mixed as real ones are: half of it scripts (application state,
 * analytics, functions), the rest markup with navigation, a specification table, reviews and a shelf of other products.
 */
export function generatedProductPage(characters: number): string {
  const start = `<!doctype html><html lang="en-GB"><head><title>Oak chair 4711 | Elm &amp; Co</title>
    <link rel="canonical" href="https://shop.example/oak-chair-4711"><meta property="og:title" content="Oak chair 4711">
    <meta property="og:type" content="product"><meta property="product:price:amount" content="199.00">
    <script type="application/ld+json">${JSON.stringify(product)}</script></head><body>
    <nav class="main-menu">${many(60, (index) => `<li class="menu-item"><a href="/c/${index}">Category ${index}</a></li>`)}</nav><main>
    <ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/chairs">Chairs</a></li></ol>
    <div class="product" data-sku="OC-4711"><h1 class="title">Oak chair 4711</h1><p class="price"><del>£249.00</del> <ins>£199.00</ins></p>
    <p class="stock">In stock</p><button type="submit">Add to basket</button>
    <table class="specs">${many(40, (index) => `<tr><th>Property ${index}</th><td>Value ${index}, ${index * 7} mm</td></tr>`)}</table></div>`;
  const end = '</main></body></html>';
  const pieces: string[] = [start];
  let length = start.length + end.length;
  for (let index = 0; length < characters; index += 1) {
    const piece = index % 2 === 0 ? script(index) : markup(index);
    pieces.push(piece);
    length += piece.length;
  }
  return pieces.join('\n') + end;
}

const product = {
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Oak chair 4711',
  sku: 'OC-4711',
  brand: { '@type': 'Brand', name: 'Elm & Co' },
  offers: { '@type': 'Offer', price: '199.00', priceCurrency: 'GBP', availability: 'https://schema.org/InStock' },
};

function many(count: number, one: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => one(index)).join('');
}

function script(index: number): string {
  const state = {
    items: Array.from({ length: 6 }, (_, item) => ({
      id: index * 10 + item,
      label: `Item ${item}`,
      price: item + 0.5,
      tags: ['a', 'b'],
    })),
  };
  return `<script>window.__part${index} = ${JSON.stringify(state)};
    (function (w, d) { var queue = w.queue || []; for (var i = 0; i < queue.length; i += 1) { if (queue[i].ready) { queue[i].run({ at: i, of: queue.length }); } } d.title = 'x'; })(window, document);
    ${many(8, (line) => `function handler${index}_${line}(event) { return event && event.target ? event.target.value * ${line} : null; }`)}</script>`;
}

function markup(index: number): string {
  return `<section class="reviews"><div class="review" id="review-${index}"><h3>Very good</h3><p>We have had this chair for ${index} weeks and like it, it stands well and looks even better than on the pictures.</p>
    <span class="author">Customer ${index}</span> <time datetime="2026-01-01">1 January</time></div></section>
    <div class="product-tile"><a href="/p/${index}" class="tile-link"><img src="/i/${index}.jpg" alt="Chair ${index}" loading="lazy" width="300" height="300"></a>
    <div class="tile-body"><span class="tile-name">Chair ${index}</span><span class="tile-price">£${index}.00</span><button class="tile-button" type="button">Add</button></div></div>`;
}
