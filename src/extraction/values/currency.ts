/** Marks that mean one currency wherever they stand. `$`, `kr`, `¥`, `Rs` are shared by several and are not here. */
const certainMarks: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '€': 'EUR',
    eur: 'EUR',
    euro: 'EUR',
    euros: 'EUR',
    '£': 'GBP',
    '₹': 'INR',
    '₽': 'RUB',
    руб: 'RUB',
    'р.': 'RUB',
    '₩': 'KRW',
    '₺': 'TRY',
    tl: 'TRY',
    '₪': 'ILS',
    '₫': 'VND',
    '฿': 'THB',
    '₴': 'UAH',
    грн: 'UAH',
    '₦': 'NGN',
    '₱': 'PHP',
    '₸': 'KZT',
    zł: 'PLN',
    zl: 'PLN',
    kč: 'CZK',
    ft: 'HUF',
    lei: 'RON',
    лв: 'BGN',
    r$: 'BRL',
    us$: 'USD',
    u$s: 'USD',
    a$: 'AUD',
    au$: 'AUD',
    c$: 'CAD',
    ca$: 'CAD',
    cad$: 'CAD',
    nz$: 'NZD',
    hk$: 'HKD',
    nt$: 'TWD',
    s$: 'SGD',
    mx$: 'MXN',
    'fr.': 'CHF',
    sfr: 'CHF',
    rm: 'MYR',
    rp: 'IDR',
    円: 'JPY',
    元: 'CNY',
    kd: 'KWD',
  }),
);

/** What a shared mark means in a region (ISO 3166). */
const sharedMarks: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  Object.entries<Readonly<Record<string, string>>>({
    $: {
      US: 'USD',
      CA: 'CAD',
      AU: 'AUD',
      NZ: 'NZD',
      SG: 'SGD',
      HK: 'HKD',
      MX: 'MXN',
      CL: 'CLP',
      CO: 'COP',
      AR: 'ARS',
      TW: 'TWD',
    },
    kr: { SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK' },
    '¥': { JP: 'JPY', CN: 'CNY' },
    rs: { IN: 'INR', PK: 'PKR', LK: 'LKR' },
    r: { ZA: 'ZAR' },
  }),
);
/** Languages that are spoken in one region, for the purpose of the marks above. */
const regionsOfLanguages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sv: 'SE',
    nb: 'NO',
    no: 'NO',
    nn: 'NO',
    da: 'DK',
    is: 'IS',
    ja: 'JP',
    hi: 'IN',
  }),
);

const codes = new Set(
  'AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CRC CZK DKK EGP EUR GBP GEL HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND ZAR'.split(
    ' ',
  ),
);

/** Currencies whose amounts have no minor unit in practice: a group of three digits is never a fraction. */
export const wholeCurrencies: ReadonlySet<string> = new Set('CLP COP CRC HUF IDR ISK JPY KRW VND'.split(' '));
/** Currencies with three decimals (ISO 4217, minor unit 3). */
export const thousandthCurrencies: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));

/** The ISO 4217 code, when the text is one that shops use. */
export function currencyCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return codes.has(code) ? code : undefined;
}

/**
 * The ISO 4217 code that a mark beside an amount stands for; undefined when several countries use it.
 * @param locale BCP 47 tag of the page: with it `$` in `en-AU` is certain.
 */
export function currencyOfMark(mark: string, locale = ''): string | undefined {
  const key = mark.trim().toLowerCase();
  const certain = currencyCode(key) ?? certainMarks.get(key) ?? certainMarks.get(key.replace(/\.$/, ''));
  if (certain !== undefined) return certain;
  const [language = '', ...subtags] = locale.split('-');
  const region =
    subtags.find((tag) => /^[a-z]{2}$/i.test(tag))?.toUpperCase() ?? regionsOfLanguages.get(language.toLowerCase());
  return region === undefined ? undefined : sharedMarks.get(key.replace(/\.$/, ''))?.[region];
}

const escape = (text: string): string => text.replace(/[.$]/g, '\\$&');
const words = [...certainMarks.keys(), ...sharedMarks.keys(), ...codes]
  .toSorted((one, other) => other.length - one.length)
  .map(escape);

/** Matches a mark of a currency at the end, or at the start, of the text beside an amount. */
export const markBefore = new RegExp(`(?:^|[^\\p{L}])(${words.join('|')})\\.?[\\s:]*$`, 'iu');
export const markAfter = new RegExp(`^[\\s]*(?:,-|\\.-|[-–—])?\\s*(${words.join('|')})(?:$|[^\\p{L}])`, 'iu');
