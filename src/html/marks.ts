import type { Element } from 'domhandler';
import type { Document } from './document.ts';
import { type ClassTraits, traitsOfClass } from './class-traits.ts';
import { pageElement } from './page-element.ts';
import { visibleText } from './visible-text.ts';

type Mark = NonNullable<Document['marks']>[number];

/** What attributes and form fields that shops give to a product are called, by what they hold. */
const fields: Readonly<Record<string, string>> = {
  sku: 'data-sku data-product-sku data-productsku data-product-code data-productcode data-item-sku data-asin data-article-number data-artnr sku product_sku productsku product_code productcode asin article_number articlenumber',
  brand: 'data-brand data-product-brand data-item-brand data-manufacturer brand product_brand',
  price: 'data-price data-product-price data-item-price data-price-amount product_price price',
  gtin: 'data-gtin data-ean data-upc gtin ean',
  mpn: 'data-mpn mpn',
  availability: 'data-availability data-stock-status',
  currency:
    'data-currency data-currency-code data-product-currency data-price-currency currency currency_code currencycode',
};
const fieldOf: ReadonlyMap<string, string> = new Map(
  Object.entries(fields).flatMap(([field, names]) => names.split(' ').map((name) => [name, field] as const)),
);
const longestText = 80;

/** Adds what the attributes of an element say of a product. */
export function addMarks(element: Element, found: Mark[]): void {
  const { name, attribs } = element;
  if (name === 'input') {
    const field = fieldOf.get((attribs['name'] ?? '').toLowerCase());
    const value = attribs['value'] ?? '';
    if (field !== undefined && attribs['type'] === 'hidden' && isShort(value))
      found.push({ field, value: value.trim(), where: `input ${attribs['name'] ?? ''}` });
    return;
  }
  if (pageElement(element).hasData) addData(attribs, found);
  const { field, stock } = namedTraits(element);
  // The products of a list are its items.
  if (stock !== undefined && name !== 'li') found.push({ field: 'availability', value: stock, where: 'class' });
  if (field !== undefined) {
    const value = visibleText(element, longestText + 1);
    if (isShort(value) && !value.includes('\n')) found.push({ field, value, where: nameOf(attribs) ?? '' });
  }
}

function addData(attribs: Element['attribs'], found: Mark[]): void {
  for (const attribute in attribs) {
    if (!attribute.startsWith('data-')) continue;
    const field = fieldOf.get(attribute);
    const value = attribs[attribute] ?? '';
    if (field !== undefined && isShort(value)) found.push({ field, value: value.trim(), where: attribute });
  }
}

/** Of the class, else of the name that tests find the element by. */
function namedTraits(element: Element): ClassTraits {
  const { attribs } = element;
  return attribs['class'] === undefined ? traitsOfClass(nameOf(attribs) ?? '') : pageElement(element).traits;
}

function nameOf(attribs: Element['attribs']): string | undefined {
  return attribs['class'] ?? attribs['data-testid'] ?? attribs['data-test'] ?? attribs['data-qa'];
}

function isShort(value: string): boolean {
  return value !== '' && value.length <= longestText;
}
