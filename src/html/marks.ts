import type { Element } from 'domhandler';
import type { Document } from './document.ts';
import { remembered } from '#core/remembered.ts';
import { visibleText } from './visible-text.ts';

type Mark = NonNullable<Document['marks']>[number];

/** What attributes and form fields that shops give to a product are called, by what they hold. */
const fields: Readonly<Record<string, string>> = {
  sku: 'data-sku data-product-sku data-productsku data-product-code data-productcode data-item-sku data-asin data-article-number data-artnr sku product_sku productsku product_code productcode asin article_number articlenumber',
  productId:
    'data-product-id data-productid data-pid data-item-id product_id productid product id_product add-to-cart pid prodid',
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
/** Classes and test ids of elements whose text is the brand or the number of the product. */
const telling: readonly (readonly [field: string, names: RegExp])[] = [
  [
    'brand',
    /(?:^|[\s_-])(?:product|pdp|item|detail)[\w-]{0,20}[_-](?:brand|manufacturer|vendor|designer)(?:[_-]?(?:name|link|title))?(?:$|\s)|(?:^|\s)(?:brand|manufacturer|brand-?name)(?:$|\s)/i,
  ],
  [
    'sku',
    /(?:^|[\s_-])(?:product|pdp|item|detail)[\w-]{0,20}[_-](?:sku|reference|articlenumber|article-number|code|number)(?:$|\s)|(?:^|\s)sku(?:$|\s)/i,
  ],
];
const fieldOfClass = remembered((name) => telling.find(([, names]) => names.test(name))?.[0]);
const longestText = 80;
/** WooCommerce says in the classes of the product whether there is any; those of a list are `li`. */
const stockOfClass = remembered((names) =>
  /(?:^|\s)type-product\s/.test(names)
    ? /(?:^|\s)(instock|outofstock|onbackorder)(?:\s|$)/.exec(names)?.[1]
    : undefined,
);

/** What the attributes of an element say of a product. */
export function marksOf(element: Element): readonly Mark[] {
  const { name, attribs } = element;
  const found: Mark[] = [];
  if (name === 'input') {
    const field = fieldOf.get((attribs['name'] ?? '').toLowerCase());
    const value = attribs['value'] ?? '';
    if (field !== undefined && attribs['type'] === 'hidden' && isShort(value))
      found.push({ field, value: value.trim(), where: `input ${attribs['name'] ?? ''}` });
    return found;
  }
  for (const attribute in attribs) {
    if (!attribute.startsWith('data-')) continue;
    const field = fieldOf.get(attribute);
    const value = attribs[attribute] ?? '';
    if (field !== undefined && isShort(value)) found.push({ field, value: value.trim(), where: attribute });
  }
  const classes = attribs['class'] ?? attribs['data-testid'] ?? attribs['data-test'] ?? attribs['data-qa'];
  const field = classes === undefined ? undefined : fieldOfClass(classes);
  const stock = classes === undefined || name === 'li' ? undefined : stockOfClass(classes);
  if (stock !== undefined) found.push({ field: 'availability', value: stock, where: 'class' });
  if (field !== undefined) {
    const value = visibleText(element, longestText + 1);
    if (isShort(value) && !value.includes('\n')) found.push({ field, value, where: classes ?? '' });
  }
  return found;
}

function isShort(value: string): boolean {
  return value !== '' && value.length <= longestText;
}
