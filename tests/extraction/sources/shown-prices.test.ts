import { describe, expect, test } from 'vitest';
import { fieldsOf, valuesOf } from './page.ts';

const heading = '<h1>Oak chair</h1>';
const jsonLd = (price: number) =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', name: 'Oak chair', offers: { price, priceCurrency: 'EUR' } })}</script>`;

describe('the price a reader sees', () => {
  test.each([
    ['alone', '<p>99,00 €</p>', 99],
    ['beside the old one', '<p><del>120,00 €</del> 99,00 €</p>', 99],
    ['after the old one, by class', '<p class="was-price">120,00 €</p><p>99,00 €</p>', 99],
    ['after the old one, by word', '<p>Was £120</p><p>£99</p>', 99],
    ['by its label, among others', '<p>3 used from £70</p><p>£80</p><p>Price: £99.00</p>', 99],
    ['with shipping on top', '<p>£99.00 + £12.00 shipping</p>', 99],
    ['with tax and shipping named', '<p>99,00 € inkl. MwSt. zzgl. Versandkosten</p>', 99],
    ['with free delivery', '<p>£99.00 Free delivery</p>', 99],
    ['with the reduction it has had', '<p>£99.00 -20%</p>', 99],
    ['after free delivery', '<p>Doprava zdarma</p><p>99 Kč</p>', 99],
    ['before what is saved', '<p><del>$120</del> $99You save $21</p>', 99],
    ['not that of many', '<p>As low as $0.24 each</p><p>$3.46</p>', 3.46],
    ['for a piece', '<p>12,99 € / Stück</p>', 12.99],
    ['not the fee for delivery', '<p>£4.99 delivery</p>', undefined],
    ['with a unit price', '<p>8,71 € (4,36 € / 100 ml)</p>', 8.71],
    ['before instalments', '<p>259,00 €</p><p>3x 86,33 € sans frais</p>', 259],
    ['after an estimate', '<p>Estimate $300 - $500</p><p>Starting price $150</p><p>$200</p>', 200],
    ['after what is saved, on one line', '<p>Save $70 $229.99</p>', 229.99],
    ['after what is saved, with nothing between them', '<p><b>SAVE 70</b><b>$229.99</b></p>', 229.99],
    ['after the old one, with one mark between them', '<p>statt 4.50CHF 2.25</p>', 2.25],
    ['not a bound to choose by', '<table><tr><td>Price</td><td>Under £500</td></tr></table>', undefined],
    ['not the upper end of an estimate', '<p>Estimate $300 - $500</p>', undefined],
    [
      'by the label of its own line',
      '<p>Price</p><p>Retail Price: $125.00</p><p>Your Price:</p><p>$113.95</p>',
      113.95,
    ],
    ['without a mark, above the button', '<p>69.99</p><p>Menge:</p><button>In den Warenkorb</button>', 69.99],
    ['not a number without a button', '<p>69.99</p><p>Menge:</p>', undefined],
    ['not what is saved, above the button', '<p>Your savings</p><p>11.05</p><button>Add to cart</button>', undefined],
    ['with its cents after the sign', '<p>12€50</p>', 12.5],
    ['with a count beside it', '<p><span><span>$200</span><span>2 bids</span></span></p>', 200],
    ['by a reduction that adds up', '<p>EUR 219.99 -50%</p><p>EUR 110.00</p>', 110],
    ['not of other products', '<h2>Kunden, die diesen Artikel gekauft haben</h2><p>12,00 €</p>', undefined],
    [
      'not in a sentence',
      '<p>Orders of more than a hundred chairs get a special treatment, and a voucher of £50 for all.</p>',
      undefined,
    ],
  ])('%s', async (_, html, amount) => {
    const price = (await valuesOf(heading + html))['price'];
    expect(price === undefined ? undefined : (price as { amount: number }).amount).toBe(amount);
  });

  test.each([
    ['before the heading', '<p>£99.00</p><h1>Oak chair</h1><p>Solid oak</p>', 99],
    ['in the heading', '<h1>$99 Oak chair</h1><p>Solid oak</p>', 99],
    ['after the heading, if there is one too', '<p>£5.00</p><h1>Oak chair</h1><p>£99.00</p>', 99],
    ['before the heading, but no fee', '<p>£99.00 delivery</p><h1>Oak chair</h1><p>Solid oak</p>', undefined],
  ])('%s', async (_, html, amount) => {
    const price = (await valuesOf(html))['price'] as { amount: number } | undefined;
    expect(price?.amount).toBe(amount);
  });

  test('data for machines that give the crossed-out price are not believed', async () => {
    const { price } = await fieldsOf(`${jsonLd(219.99)}${heading}<p>219,99 € -50%</p><p>110,00 €</p>`);
    expect(price).toMatchObject({
      value: { amount: 110 },
      provenance: { source: 'page', disagreeing: [{ source: 'json-ld', value: { amount: 219.99 } }] },
    });
  });

  test('data for machines stand where the page shows the same', async () => {
    const { price } = await fieldsOf(`${jsonLd(99)}${heading}<p>99,00 €</p><p>120,00 €</p>`);
    expect(price).toMatchObject({
      value: { amount: 99 },
      provenance: { source: 'json-ld', agreeing: [{ source: 'page' }] },
    });
  });

  test("a page's own data in whole cents", async () => {
    const state = '<script>var product = {"name": "Oak chair", "sku": "OC-1", "price": 9900};</script>';
    const { price } = await fieldsOf(`${state}${heading}<p>€ 99</p>`);
    expect(price?.value).toEqual({ amount: 99, currency: 'EUR' });
    expect(price?.provenance.agreeing).toHaveLength(1);
  });
});

test('the product is looked for around the heading that is about it', async () => {
  const page = `<title>Oak chair, oiled | Elm</title><h1>Added to your basket</h1><p>1,00 €</p>${'<p>…</p><p>,</p>'.repeat(3)}<h1>Oak chair, oiled</h1><p>99,00 €</p>`;
  expect(await valuesOf(page)).toMatchObject({ name: 'Oak chair, oiled', price: { amount: 99 } });
});
