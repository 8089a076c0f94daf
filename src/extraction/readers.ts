import type { Json } from '#core/json.ts';
import type { Document } from '#html/document.ts';
import { plainText } from '#html/plain-text.ts';
import { localeOf } from './region.ts';
import { storeOf } from './values/brand.ts';
import { availabilityInWords } from './values/availability.ts';
import { parseDimensions } from './values/dimensions.ts';
import { parseGtin } from './values/gtin.ts';
import { splitList } from './values/list.ts';
import { parsePrice } from './values/price.ts';
import { parseWeight } from './values/weight.ts';

/** Makes a field's value of a text; undefined when the text does not hold one. */
export type Reader = (text: string, document: Document) => Json | undefined;

/** What a shop fills a field with when it has nothing to say. */
const nothing =
  /^(n\/?a|none|null|undefined|nan|false|true|-+|—|\.|default|unknown|unbranded|no brand|not applicable|does not apply)$/i;

/** The name of a variable where a template was not filled in: `$brand`, `{{brand}}`, `[object Object]`. */
const unfilled = /^\$[a-z_]|\$\{|\{\{|<%|%[a-z_]+%|\[object /i;

/** A bound to choose products by is nobody's price: `Under $50`. */
const bound =
  /^\s*(?:under|less than|below|up to|unter|weniger als|bis|moins de|jusqu|menos de|hasta|meno di|fino a|onder|tot|poniżej|do|až|до)[\s’']/iu;

/** What stands for the brand of a thing that has none. */
const nameless =
  /^(generic|no ?name|other|others|various|miscellaneous|brand|ohne marke|markenlos|keine angabe|unbekannt|sans marque|inconnue?|senza marca|sin marca|gen[eé]ric[oa]|sem marca|geen merk|merkloos|inget|bez značky|ostatní|ostatné|egyéb|altele|diğer|drugo|annet|andet|övrigt|muut|другое|інше|brak|inne|без бренда|нет бренда|noname)$/i;

const longText =
  (maximum: number): Reader =>
  (text) => {
    const plain = plainText(text);
    return plain === '' || nothing.test(plain) ? undefined : plain.slice(0, maximum);
  };
const shortText =
  (maximum: number): Reader =>
  (text) => {
    const plain = plainText(text);
    return plain === '' || plain.length > maximum || saysNothing(plain) ? undefined : plain;
  };
const longestBrand = 60;
/** `Brand: Elm`, `Visit the Elm Store`, `by Elm` and, of a publisher, `Elm, 2013` name Elm. */
const brandName: Reader = (text, document) => {
  const plain = plainText(text);
  const bare = plain
    .replace(/^(brand|marke|marque|marca|merk|by)\s*:\s*/i, '')
    .replace(/,\s*(?:19|20)\d{2}$/, '')
    .replace(/\s*[®™℠]+$/u, '');
  const named = storeOf(plain) ?? bare;
  return nameless.test(named) ? undefined : shortText(longestBrand)(named, document);
};
const identifier: Reader = (text) => {
  const plain = plainText(text)
    .replace(/^(sku|mpn|item|model|art(icle)?|part)?\s?(no|number|nr|code)?\.?\s*[:#]\s*/i, '')
    .replace(/^(?:sku|item|model|article|part)\s+(?=\S{5})(?=\S*\d)/i, '');
  const number = withoutWords(plain);
  // A label whose value stands elsewhere.
  const isEmpty = number === '' || /[:：]$/.test(number);
  return isEmpty || number.length > 60 || saysNothing(number) ? undefined : number;
};

/** A number with a digit that is followed by words alone: `AB123-4 Chair, oak`. */
function withoutWords(text: string): string {
  const [, number, words = ''] = /^(\S*\d\S*)\s+(.+)$/.exec(text) ?? [];
  return number !== undefined && number.length >= 5 && /\p{L}{3}/u.test(words) && !/\d/.test(words) ? number : text;
}

function saysNothing(text: string): boolean {
  return nothing.test(text) || unfilled.test(text);
}
const list: Reader = (text) => {
  const entries = splitList(plainText(text)).filter((entry) => !nothing.test(entry));
  return entries.length === 0 ? undefined : entries;
};

/** How the text of each field is read. A field that is not here is nothing that page data can fill. */
export const readers: Readonly<Record<string, Reader>> = {
  name: shortText(300),
  brand: brandName,
  manufacturer: shortText(120),
  description: longText(5_000),
  modelNumber: identifier,
  sku: identifier,
  mpn: identifier,
  gtin: (text) => parseGtin(text),
  category: shortText(300),
  price: (text, document) => (bound.test(text) ? undefined : parsePrice(text, { locale: localeOf(document) })),
  availability: (text) => availabilityInWords(text),
  dimensions: (text) => parseDimensions(plainText(text)),
  weight: (text) => parseWeight(plainText(text)),
  materials: list,
  finishes: list,
  warranty: shortText(300),
  certifications: list,
  leadTime: shortText(200),
};
