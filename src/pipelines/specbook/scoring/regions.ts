const euro = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK';
const others =
  'AE:AED AR:ARS AU:AUD BG:BGN BR:BRL CA:CAD CH:CHF CL:CLP CN:CNY CO:COP CZ:CZK DK:DKK EG:EGP GB:GBP HK:HKD HU:HUF ID:IDR IL:ILS IN:INR IS:ISK JP:JPY KR:KRW MX:MXN MY:MYR NO:NOK NZ:NZD PE:PEN PH:PHP PK:PKR PL:PLN RO:RON RS:RSD RU:RUB SA:SAR SE:SEK SG:SGD TH:THB TR:TRY TW:TWD UA:UAH US:USD VN:VND ZA:ZAR';

/** ISO 3166 regions and the ISO 4217 currency that is used there. */
const currencies: ReadonlyMap<string, string> = new Map([
  ...euro.split(' ').map((region) => [region, 'EUR'] as const),
  ...others.split(' ').map((pair) => pair.split(':') as [string, string]),
]);
/** Where prices in euros are usual beside the own currency. */
const besideEuro = new Set('BG CH CZ DK GB HU IS NO PL RO RS SE TR UA'.split(' '));

/** Country codes that are used for other things than the country. */
const generic = new Set('ai cc co eu fm gg io me nu sh tv ws'.split(' '));

/**
 * The region that the page is for: by the country in the host's name, else by the region in its language (an English
 * one says nothing: it is what templates come with). Undefined when neither tells.
 */
export function regionOf(url: string, language: string): string | undefined {
  const ending = URL.parse(url)?.hostname.split('.').at(-1) ?? '';
  if (/^[a-z]{2}$/u.test(ending) && !generic.has(ending)) return ending === 'uk' ? 'GB' : ending.toUpperCase();
  const [primary = '', ...subtags] = language.split('-');
  if (primary.toLowerCase() === 'en') return undefined;
  return subtags.find((tag) => /^[a-z]{2}$/iu.test(tag))?.toUpperCase();
}

/** Whether prices of the region may be in the currency; true when the region's own is not known. */
export function isUsual(currency: string, region: string): boolean {
  const own = currencies.get(region);
  return own === undefined || own === currency || (currency === 'EUR' && besideEuro.has(region));
}
