import { fillerParts } from './filler.ts';
import type { DemoProduct } from './product.ts';
import { jsonLdPage } from './styles/json-ld.ts';

const adjectives = [
  'Quiet',
  'Tall',
  'Folded',
  'Nordic',
  'Hollow',
  'Woven',
  'Polished',
  'Curved',
  'Plain',
  'Amber',
  'Slender',
];
const nouns = [
  'Chair',
  'Lamp',
  'Tile',
  'Tap',
  'Handle',
  'Panel',
  'Plank',
  'Blind',
  'Shelf',
  'Basin',
  'Mirror',
  'Hook',
  'Rug',
];
const brands = ['Halden & Roe', 'Norrvik', 'Lumenord', 'Terralunga', 'Stillraum', 'Fjellgulv', 'Quellhorst'];
const materials = ['Oak', 'Ash', 'Brass', 'Aluminium', 'Ceramic', 'Steel', 'Linen'];

/** KB (of 1,024 bytes) of a generated page, unless its address asks for another size. */
const usualSize = 8;
const largestSize = 4096;

const oneOf = (list: readonly string[], number: number): string => list[number % list.length] ?? '';

/** The product behind `/generated/N`, computed from the number alone. */
export function generatedProduct(number: number, origin: string): DemoProduct {
  const size = Math.abs(number);
  const path = `/generated/${number}`;
  const noun = oneOf(nouns, Math.floor(size / adjectives.length));
  const [width, depth, height] = [200 + (size % 37) * 10, 180 + (size % 23) * 10, 300 + (size % 41) * 10];
  return {
    id: `generated-${number}`,
    style: 'json-ld',
    locale: 'en-GB',
    path,
    url: origin + path,
    expected: {
      name: `${oneOf(adjectives, size)} ${noun} ${number}`,
      brand: oneOf(brands, size),
      description: `A generated ${noun.toLowerCase()} for benchmarks, number ${number}. Its facts follow from its number.`,
      modelNumber: `M${number}`,
      sku: `GEN-${number}`,
      gtin: articleNumber(size),
      category: `Generated > ${noun}`,
      price: { amount: (1000 + ((size * 7919) % 90_000)) / 100, currency: 'GBP' },
      availability: size % 5 === 0 ? 'OutOfStock' : 'InStock',
      dimensions: { text: `W ${width} × D ${depth} × H ${height} mm`, width, depth, height, unit: 'mm' },
      weight: { value: 1 + (size % 90) / 10, unit: 'kg' },
      materials: [oneOf(materials, size)],
      images: [`${origin}/images/generated.png`],
      warranty: `${1 + (size % 10)} years`,
      leadTime: `${1 + (size % 12)} weeks`,
    },
  };
}

/**
 * The page at `/generated/N` for any integer N, as UTF-8: the same every time, and kept nowhere.
 * 8 KB large, or as large as `?kb=150` says (1 to 4,096). Undefined when the path is not one of these.
 */
export function generatedPage(path: string, origin: string): Buffer | undefined {
  const [, digits, wanted] = /^\/generated\/(-?\d{1,15})(?:\?kb=(\d{1,4}))?$/.exec(path) ?? [];
  const kilobytes = wanted === undefined ? usualSize : Number(wanted);
  if (digits === undefined || kilobytes < 1 || kilobytes > largestSize) return undefined;
  const bare = jsonLdPage(generatedProduct(Number(digits), origin));
  const end = bare.lastIndexOf('<footer>');
  const [start, rest] = [Buffer.from(bare.slice(0, end)), Buffer.from(bare.slice(end))];
  // Joined as bytes: encoding 150 KB of text anew for each page would cost five times as much.
  return Buffer.concat([start, ...fillerParts('script', kilobytes * 1024 - start.length - rest.length), rest]);
}

/** A GTIN-13 from the range for use within a shop (GS1 prefix 29), with its check digit. */
function articleNumber(number: number): string {
  const digits = `29${String(number % 10_000_000_000).padStart(10, '0')}`;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
