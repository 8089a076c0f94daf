import { expect, test } from 'vitest';
import { valuesOf } from './page.ts';

type Family = { readonly url?: string; readonly html: string; readonly found: Readonly<Record<string, unknown>> };

/** Invented pages in the manner of shop systems, reduced to what each does in its own way. */
const families: Readonly<Record<string, Family>> = {
  'Shopify: product as JSON, cents, price in a class': {
    url: 'https://chairs.example/products/oak-chair?variant=4711000111',
    html: `<meta property="og:type" content="product"><meta property="og:title" content="Oak chair"><meta property="og:price:amount" content="199.00">
      <meta property="og:price:currency" content="GBP"><p class="product__text">Elm</p><h1 class="product__title">Oak chair</h1><div class="price"><s class="price-item--regular">£249.00</s>
      <span class="price-item--sale">£199.00</span></div><button name="add">Add to cart</button>
      <script type="application/json">{"product":{"id":99,"title":"Oak chair","vendor":"Elm","price":19900,"available":true,"variants":[{"id":4711000111,"sku":"OC-1","price":19900}]}}</script>`,
    found: { name: 'Oak chair', brand: 'Elm', price: { amount: 199, currency: 'GBP' }, availability: 'InStock' },
  },
  'WooCommerce: del and ins, sku span, variations in an attribute': {
    html: `<h1 class="product_title entry-title">Eichenstuhl</h1><p class="price"><del><span class="amount">249,00&nbsp;<span>€</span></span></del>
      <ins><span class="amount">199,00&nbsp;<span>€</span></span></ins></p><p class="stock in-stock">5 vorrätig</p>
      <span class="sku_wrapper">Artikelnummer: <span class="sku">OC-1</span></span>
      <section class="related products"><h2>Ähnliche Produkte</h2><span class="amount">9,00 €</span></section>`,
    found: { name: 'Eichenstuhl', sku: 'OC-1', price: { amount: 199, currency: 'EUR' }, availability: 'InStock' },
  },
  'Magento: itemprops without a thing, old and special price': {
    html: `<h1 class="page-title"><span itemprop="name">Chaise en chêne</span></h1><div class="product attribute sku"><strong>SKU</strong><div class="value" itemprop="sku">OC-1</div></div>
      <div class="price-box"><span class="special-price"><span data-price-amount="199" class="price-wrapper"><span class="price">199,00 €</span></span></span>
      <span class="old-price"><span data-price-amount="249" class="price-wrapper"><span class="price">249,00 €</span></span></span></div>
      <div class="stock available">En stock</div>`,
    found: { sku: 'OC-1', price: { amount: 199, currency: 'EUR' }, availability: 'InStock' },
  },
  'PrestaShop: microdata with a discount': {
    html: `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Sedia in rovere Elm</h1><span itemprop="sku">OC-1</span>
      <div itemprop="brand" itemscope itemtype="https://schema.org/Brand"><meta itemprop="name" content="Elm"></div>
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><link itemprop="availability" href="https://schema.org/OutOfStock">
      <meta itemprop="priceCurrency" content="EUR"><span itemprop="price" content="199">199,00 €</span></div></div><p>Non disponibile</p>`,
    found: { brand: 'Elm', sku: 'OC-1', price: { amount: 199, currency: 'EUR' }, availability: 'OutOfStock' },
  },
  'Next: the state of the page, nothing else': {
    html: `<title>Oak chair | Shop</title><h1>Oak chair</h1><p>Designed for Elm.</p><script id="__NEXT_DATA__" type="application/json">
      {"props":{"pageProps":{"product":{"name":"Oak chair","sku":"OC-1","brand":{"name":"Elm"},"price":{"current":{"value":199,"currency":"USD"}},"inStock":true},
      "recommendations":[{"name":"Elm table","sku":"ET-1","price":5}]}}}</script>`,
    found: { brand: 'Elm', sku: 'OC-1', price: { amount: 199, currency: 'USD' }, availability: 'InStock' },
  },
  'Salesforce: a dataLayer in JavaScript': {
    html: `<h1>Krzesło dębowe</h1><p>Zobacz więcej Elm</p><span class="price">1 299,00 zł</span><button>Dodaj do koszyka</button><script>var dataLayer = window.dataLayer || [];
      dataLayer.push({ event: 'productView', ecommerce: { detail: { products: [{ 'name': 'Krzesło dębowe', 'id': 'OC-1', 'brand': 'Elm', 'price': 1299.00 }] } } });</script>`,
    found: { brand: 'Elm', sku: 'OC-1', price: { amount: 1299, currency: 'PLN' }, availability: 'InStock' },
  },
  'OpenCart: a list of labels': {
    html: `<h1>Дубовый стул</h1><ul><li>Производитель: <a href="/elm">Elm</a></li><li>Артикул: OC-1</li><li>Наличие: Есть в наличии</li></ul>
      <ul><li><h2>1 299 руб.</h2></li></ul><button>Купить</button>`,
    found: { brand: 'Elm', sku: 'OC-1', price: { amount: 1299, currency: 'RUB' }, availability: 'InStock' },
  },
  'Shopware: meta itemprops and a product number': {
    html: `<h1 itemprop="name">Eichenstuhl</h1><img src="/elm.png" alt="Elm"><div itemscope itemtype="https://schema.org/Product"><meta itemprop="productID" content="abc123def456"><meta itemprop="brand" content="Elm">
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="EUR"><meta itemprop="price" content="199">
      <p class="product-detail-price">199,00 €*</p><link itemprop="availability" href="https://schema.org/InStock"></div>
      <div>Produktnummer: <span itemprop="sku">OC-10001</span></div></div>`,
    found: { brand: 'Elm', sku: 'OC-10001', price: { amount: 199, currency: 'EUR' }, availability: 'InStock' },
  },
  'a Japanese shop': {
    html: `<html lang="ja"><h1>オークチェア</h1><p>価格：12,800円（税込）</p><p>商品番号：OC-1</p><p>ブランド：エルム</p><p>在庫あり</p><button>カートに入れる</button>`,
    found: { sku: 'OC-1', price: { amount: 12_800, currency: 'JPY' }, availability: 'InStock', brand: 'エルム' },
  },
  'a Brazilian shop with instalments': {
    html: `<html lang="pt-BR"><h1>Cadeira de carvalho</h1><p>De: <s>R$ 1.499,00</s></p><p>Por: R$ 1.299,00</p><p>ou 10x de R$ 129,90 sem juros</p><p>Código: 471100</p><button>Comprar</button>`,
    found: { sku: '471100', price: { amount: 1299, currency: 'BRL' }, availability: 'InStock' },
  },
};

test.each(Object.entries(families))('%s', async (_, { html, url, found }) => {
  expect(await valuesOf(html, url)).toMatchObject(found);
});
