import { describe, expect, test } from 'vitest';
import { availabilityInWords, parseAvailability } from '#extraction/values/availability.ts';
import { parseDimensions, parseSide } from '#extraction/values/dimensions.ts';
import { parseGtin } from '#extraction/values/gtin.ts';
import { splitList } from '#extraction/values/list.ts';
import { parseMeasure } from '#extraction/values/number.ts';
import { parseWeight } from '#extraction/values/weight.ts';

describe('availability', () => {
  test.each([
    ['http://schema.org/InStock', 'InStock'],
    ['https://schema.org/instock', 'InStock'],
    ['in_stock', 'InStock'],
    ['SoldOut', 'OutOfStock'],
    ['schema:PreOrder', 'PreOrder'],
    ['out of stock', 'OutOfStock'],
    ['maybe', undefined],
  ])('%s', (text, name) => {
    expect(parseAvailability(text)).toBe(name);
  });

  test.each([
    ['Nicht auf Lager', 'OutOfStock'],
    ['Sofort lieferbar', 'InStock'],
    ['Épuisé', 'OutOfStock'],
    ['Non disponibile', 'OutOfStock'],
    ['Disponible', 'InStock'],
    ['Only 3 left in stock', 'LimitedAvailability'],
    ['This item is no longer available', 'Discontinued'],
    ['Нет в наличии', 'OutOfStock'],
    ['Nicht mehr verfügbar', 'OutOfStock'],
    ['No longer in stock', 'OutOfStock'],
    ['Este producto no está disponible', 'OutOfStock'],
    ["N'est plus disponible", 'OutOfStock'],
    ['Ej i lager', 'OutOfStock'],
    ['Momenteel niet op voorraad', 'OutOfStock'],
    ['Няма в наличност', 'OutOfStock'],
    ['Plus de 5 en stock', 'InStock'],
    ['No minimum, in stock', 'InStock'],
    ['Finns i lager', 'InStock'],
    ['Available to ship', 'InStock'],
    ['Laatste stuks', 'LimitedAvailability'],
    ['Stockholm chair', undefined],
    ['Elérhetőségek', undefined],
    ['Not available in smaller quantities', undefined],
    ['Not available for purchase', 'OutOfStock'],
    ['No disponible en este momento', 'OutOfStock'],
    ['Non disponible pour cette taille', undefined],
    ['This item is reserved', undefined],
  ])('in words: %s', (text, name) => {
    expect(availabilityInWords(text)).toBe(name);
  });
});

/** By language: what is there, and what is not. */
const stock: Readonly<Record<string, readonly [there: string, gone: string]>> = {
  bg: ['В наличност', 'Изчерпан'],
  cs: ['Skladem', 'Není skladem'],
  da: ['På lager', 'Ikke på lager'],
  de: ['Auf Lager', 'Zurzeit nicht lieferbar'],
  el: ['Άμεσα διαθέσιμο', 'Εξαντλημένο'],
  en: ['In stock', 'Sold out'],
  es: ['Hay existencias', 'Sin existencias'],
  et: ['Laos', 'Läbi müüdud'],
  fa: ['موجود در انبار', 'ناموجود'],
  fi: ['Varastossa', 'Ei varastossa'],
  fr: ['En stock', 'Rupture de stock'],
  he: ['במלאי', 'אזל מהמלאי'],
  hr: ['Na zalihi', 'Nije dostupno'],
  hu: ['Raktáron', 'Nincs raktáron'],
  it: ['Pronta consegna', 'Esaurito'],
  ja: ['在庫あり', '在庫切れ'],
  ko: ['재고 있음', '일시품절'],
  lt: ['Turime', 'Išparduota'],
  lv: ['Ir noliktavā', 'Izpārdots'],
  nl: ['Op voorraad', 'Uitverkocht'],
  no: ['På lager', 'Utsolgt'],
  pl: ['Na stanie', 'Chwilowo brak'],
  pt: ['Em estoque', 'Esgotado'],
  ro: ['În stoc', 'Stoc epuizat'],
  ru: ['Есть на складе', 'Нет на складе'],
  sk: ['Skladom', 'Vypredané'],
  sl: ['Na zalogi', 'Ni na zalogi'],
  sv: ['I lager', 'Slut i lager'],
  th: ['มีสินค้า', 'สินค้าหมด'],
  tr: ['Stokta var', 'Stokta yok'],
  uk: ['В наявності', 'Немає в наявності'],
  vi: ['Còn hàng', 'Hết hàng'],
  zh: ['现货', '已售完'],
};

test.each(Object.entries(stock))('what is there and what is not, in %s', (_, [there, gone]) => {
  expect(availabilityInWords(there)).toBe('InStock');
  expect(availabilityInWords(gone)).toBe('OutOfStock');
});

describe('GTIN', () => {
  test.each([
    ['4006381333931', '4006381333931'],
    ['gtin13:4006381333931', '4006381333931'],
    ['978-3-16-148410-0', '9783161484100'],
    ['036000291452', '036000291452'],
    ['96385074', '96385074'],
    ['4006381333932', undefined],
    ['0000000000000', undefined],
    ['12345', undefined],
  ])('%s', (text, gtin) => {
    expect(parseGtin(text)).toBe(gtin);
  });
});

describe('dimensions', () => {
  test.each([
    ['W 40 x D 50 x H 80 cm', { width: 40, depth: 50, height: 80, unit: 'cm' }],
    ['40 x 50 x 80 cm', { width: 40, depth: 50, height: 80, unit: 'cm' }],
    ['40cm x 50cm x 80cm', { width: 40, depth: 50, height: 80, unit: 'cm' }],
    ['12" x 8"', { unit: 'in' }],
    ['12 1/2"W x 8½"H', { width: 12.5, height: 8.5, unit: 'in' }],
    ['Breite: 40,5 cm, Höhe: 80 cm, Tiefe 50 cm', { width: 40.5, height: 80, depth: 50, unit: 'cm' }],
    ['Largeur 40 cm Hauteur 80 cm', { width: 40, height: 80, unit: 'cm' }],
    ['Larghezza 400 mm, altezza 800 mm', { width: 400, height: 800, unit: 'mm' }],
    ['H80 x B40 x T50 cm', { height: 80, width: 40, depth: 50, unit: 'cm' }],
    ['Ø 30 cm', { diameter: 30, unit: 'cm' }],
    ['40 cm (W) x 80 cm (H)', { width: 40, height: 80, unit: 'cm' }],
    ['Width (mm): 1,200', { width: 1200, unit: 'mm' }],
    ['large', undefined],
  ])('%s', (text, expected) => {
    expect(parseDimensions(text)).toEqual(expected === undefined ? undefined : { text, ...expected });
  });

  test('a row of its own', () => {
    expect(parseSide('width', '40 cm')).toEqual({ text: '40 cm', width: 40, unit: 'cm' });
    expect(parseSide('width', '40')).toBeUndefined();
  });
});

test.each([
  ['12.5 kg', { value: 12.5, unit: 'kg' }],
  ['1,5 Kilogramm', { value: 1.5, unit: 'kg' }],
  ['approx. 1,200 lbs.', { value: 1200, unit: 'lb' }],
  ['450g', { value: 450, unit: 'g' }],
  ['heavy, 3', undefined],
])('weight %s', (text, weight) => {
  expect(parseWeight(text)).toEqual(weight);
});

test.each([
  ['1,200.5', 1200.5],
  ['0,125', 0.125],
  ['12 3/4', 12.75],
  ['0', undefined],
  ['1/0', undefined],
])('measure %s', (text, value) => {
  expect(parseMeasure(text)).toBe(value);
});

test('lists: each entry once, in order', () => {
  expect(splitList('Solid oak, Steel; leather • steel\nFoam')).toEqual(['Solid oak', 'Steel', 'leather', 'Foam']);
});
