import { remembered } from '#core/remembered.ts';

/** What a class (or the name that a test finds an element by) tells of an element. */
export type ClassTraits = {
  /** Part of every page of a site, or about other products. */
  readonly isBoilerplate: boolean;
  /** The text inside is struck through. */
  readonly isStruck: boolean;
  /** The text inside is the cents of a price. */
  readonly isFraction: boolean;
  /** A trail of links from the start page. */
  readonly isTrail: boolean;
  /** The text inside names the brand, or the number, of a product. */
  readonly field: 'brand' | 'sku' | undefined;
  /** Whether there is any of the product, as the class itself says. */
  readonly stock: string | undefined;
};

/** How the class or id of a part begins that is the same on every page of a site, or is about other products. */
const boilerplate = new RegExp(
  `^(js-|c-|o-|block-)?(${[
    'cookie',
    'consent',
    'gdpr',
    'onetrust',
    'newsletter',
    'mega-?menu',
    'main-?(menu|nav)',
    'site-?(nav|menu|header|footer)',
    'page-?(header|footer)$',
    'nav-?bar',
    'global-?(nav|header|footer)',
    'skip-?(link|to|nav)',
    'mini-?(cart|basket)',
    'cart-drawer',
    'footer',
    'off-?canvas',
    'related-?(product|item)',
    'up-?sell',
    'cross-?sell',
    'recommend',
    'recently-?viewed',
    'similar-?(product|item)',
    'also-?(like|bought|viewed)',
    'you-?may-?also',
    'social-?(share|links|icons)',
    'country-?select',
    'lang(uage)?-?(select|switch)',
  ].join('|')})`,
  'i',
);
const struck =
  /(^|[\s_-])(old-?price|price-?-?(old|was|before|strike|compare|list|rrp|regular-strike)|was-?price|strike(through|d)?|line-through|msrp|rrp|compare-at(-price)?|crossed)([\s_-]|$)/i;
const fraction = /(^|[\s_-])(cents?|centimes|decimals?|fraction|dec)([\s_-]|$)/i;
const brand =
  /(?:^|[\s_-])(?:product|pdp|item|detail)[\w-]{0,20}[_-](?:brand|manufacturer|vendor|designer)(?:[_-]?(?:name|link|title))?(?:$|\s)|(?:^|\s)(?:brand|manufacturer|brand-?name)(?:$|\s)/i;
const number =
  /(?:^|[\s_-])(?:product|pdp|item|detail)[\w-]{0,20}[_-](?:sku|reference|articlenumber|article-number|code|number)(?:$|\s)|(?:^|\s)sku(?:$|\s)/i;
/** WooCommerce says it in the classes of the product. */
const stock = /(?:^|\s)type-product\s(?:.*\s)?(instock|outofstock|onbackorder)(?:\s|$)/;

const none: ClassTraits = {
  isBoilerplate: false,
  isStruck: false,
  isFraction: false,
  isTrail: false,
  field: undefined,
  stock: undefined,
};

const traitsOfNames = remembered((names): ClassTraits => ({
  isBoilerplate: names.split(/\s+/).some(isBoilerplateName),
  isStruck: struck.test(names),
  isFraction: fraction.test(names),
  isTrail: isTrail(names),
  field: brand.test(names) ? 'brand' : number.test(names) ? 'sku' : undefined,
  stock: stock.exec(names)?.[1],
}));

/** Whether a single name, of a class or an id, is one of boilerplate. */
export function isBoilerplateName(name: string): boolean {
  return boilerplate.test(name);
}

export function traitsOfClass(names: string): ClassTraits {
  return names === '' ? none : traitsOfNames(names);
}

/** Whether a name is one of a breadcrumb. */
export function isTrail(name: string): boolean {
  return /crumb/i.test(name) && /bread-?crumb/i.test(name);
}
