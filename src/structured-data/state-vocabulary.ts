import { remembered } from '#core/remembered.ts';

/**
 * What shops call the properties of a product in their own data (analytics, application state, carts), by the
 * schema.org property. Lower case, without separators; the best first.
 */
const names = {
  name: 'productname itemname name title displayname producttitle fullname',
  sku: `sku skuid productsku itemsku skucode partnumber articlenumber articlecode productcode itemnumber productnumber
    materialnumber styleid asin itemid productid prodid ecommprodid code reference id`,
  brand: 'brandname brand itembrand productbrand marque manufacturername manufacturer vendor designer',
  gtin: 'gtin13 gtin ean ean13 eancode upc barcode isbn',
  mpn: 'mpn manufacturerpartnumber mfrpartnumber manufacturercode modelnumber manufacturersku',
  price: `saleprice specialprice discountedprice finalprice currentprice sellingprice nowprice offerprice priceamount price
    prices priceinfo pricing unitprice productprice priceinclvat ecommtotalvalue`,
  availability: `availability instock isinstock stockstatus isavailable available availabilitystatus inventorystatus soldout
    issoldout stock`,
  url: 'url canonicalurl producturl link href pdpurl',
  category: 'categorypath category categoryname itemcategory',
  color: 'colorname color colour',
} as const;
export type StateProperty = keyof typeof names;

type Meaning = { readonly property: StateProperty; readonly rank: number };
const meanings: ReadonlyMap<string, Meaning> = new Map(
  (Object.keys(names) as StateProperty[]).flatMap((property) =>
    names[property].split(/\s+/).map((name, rank) => [name, { property, rank }] as const),
  ),
);
const skuNames = names.sku.split(/\s+/);

/** Whether what is taken for the article number was found under a name that often means a row of a database: `id`. */
export function isInternalNumber(rank: number | undefined): boolean {
  return rank === undefined || skuNames[rank] === 'id';
}

const currencyNames = new Set('currency currencycode pricecurrency currencyiso currencyid currencyisocode'.split(' '));

/** Inside a price that is an object: what one pays now, the best first. */
export const priceParts: readonly string[] =
  'sale saleprice special current currentprice now final finalprice selling price amount value default min minprice regular formatted raw'.split(
    ' ',
  );

/** Lower case, without separators: `item_name` and `itemName` are the same. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z\d]/g, '');

/** What a name in a page's own data means for a product, `currency` included; undefined for any other. */
export const meaningOf: (name: string) => Meaning | 'currency' | undefined = remembered((name) => {
  if (name.length > 30) return undefined;
  const plain = plainName(name);
  return currencyNames.has(plain) ? 'currency' : meanings.get(plain);
});

/** Under names like these, products are kept that the page is not about. */
export const isElsewhere: (name: string) => boolean = remembered((name) =>
  /recommend|related|similar|upsell|cross|impression|cart|basket|wishlist|recent|viewed|bundle|accessor|alternativ|sponsor|search|listing|carousel|menu|navigation|footer|also/i.test(
    name,
  ),
);

/** Under names like these, the product is kept that the page is about. */
export const isAsked: (name: string) => boolean = remembered((name) =>
  /^(pdp|product(detail|data|info|page|view|store)?s?|detail|currentproduct|selectedproduct|mainproduct|viewitem)$/i.test(
    name,
  ),
);
