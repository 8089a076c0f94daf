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
    kn: 'HRK',
    р: 'RUB',
    рублей: 'RUB',
    рубля: 'RUB',
    'лв.': 'BGN',
    'грн.': 'UAH',
    'руб.': 'RUB',
    ریال: 'IRR',
    '؋': 'AFN',
    '֏': 'AMD',
    '₼': 'AZN',
    '₡': 'CRC',
    '₭': 'LAK',
    '₮': 'MNT',
    '₲': 'PYG',
    '₾': 'GEL',
    'gh₵': 'GHS',
    '₵': 'GHS',
    bz$: 'BZD',
    j$: 'JMD',
    t$: 'TOP',
    'b/.': 'PAB',
    's/': 'PEN',
    's/.': 'PEN',
    kd: 'KWD',
  }),
);

/**
 * Letters that mean a currency beside an amount that is known to be a price, and something else beside other numbers
 * (`5 km`). The value is the ISO 4217 code, empty where several countries use the letters.
 */
const weakMarks: ReadonlyMap<string, string> = new Map(
  Object.entries({
    br: '',
    km: 'BAM',
    bd: 'BHD',
    cfa: '',
    fcfa: '',
    '₣': '',
    fdj: 'DJF',
    ld: 'LYD',
    ksh: 'KES',
    tsh: 'TZS',
    ush: 'UGX',
    mk: '',
    rf: 'MVR',
    db: 'STN',
    dt: 'TND',
    dh: 'MAD',
    dhs: 'AED',
    vt: 'VUV',
    zk: 'ZMW',
    z$: 'ZWL',
    '₿': '',
    din: 'RSD',
    'din.': 'RSD',
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
      UY: 'UYU',
    },
    kr: { SE: 'SEK', NO: 'NOK', DK: 'DKK', IS: 'ISK' },
    '¥': { JP: 'JPY', CN: 'CNY' },
    rs: { IN: 'INR', PK: 'PKR', LK: 'LKR' },
    r: { ZA: 'ZAR' },
    ريال: { SA: 'SAR', QA: 'QAR', OM: 'OMR', YE: 'YER' },
    درهم: { AE: 'AED', MA: 'MAD' },
    جنيه: { EG: 'EGP', SD: 'SDG' },
    دينار: { KW: 'KWD', BH: 'BHD', JO: 'JOD', IQ: 'IQD' },
    تومان: {},
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
    zh: 'CN',
    ur: 'PK',
    hi: 'IN',
  }),
);

const codes = new Set(
  'AED AFN AMD ARS AUD AZN BAM BGN BHD BRL BYN BZD CAD CHF CLP CNY COP CRC CZK DKK EGP EUR DOP GBP GEL GHS GTQ HKD HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KRW KWD KZT LAK LKR LYD MAD MDL MKD MNT MXN MYR NGN NOK NZD OMR PAB PEN PHP PKR PLN PYG QAR RON RSD RUB SAR SEK SGD THB TND TRY TTD TWD UAH TZS UGX USD UYU UZS VND XAF XOF ZAR ZMW'.split(
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
  const weak = weakMarks.get(key);
  if (weak !== undefined) return weak === '' ? undefined : weak;
  const [language = '', ...subtags] = locale.split('-');
  const region =
    subtags.find((tag) => /^[a-z]{2}$/i.test(tag))?.toUpperCase() ?? regionsOfLanguages.get(language.toLowerCase());
  return region === undefined ? undefined : sharedMarks.get(key.replace(/\.$/, ''))?.[region];
}

/** Whether a mark stands for the currency (ISO 4217), or may do so, somewhere in the world. */
export function mayMean(mark: string, currency: string): boolean {
  const certain = currencyOfMark(mark);
  if (certain !== undefined) return certain === currency;
  const regions = sharedMarks.get(mark.trim().normalize('NFKC').toLowerCase().replace(/\.$/, ''));
  return regions !== undefined && Object.values(regions).includes(currency);
}

const escape = (text: string): string => text.replace(/[.$/]/g, '\\$&');
const alternatives = (marks: readonly string[]): string =>
  marks
    .toSorted((one, other) => other.length - one.length)
    .map(escape)
    .join('|');
const strong = [...certainMarks.keys(), ...sharedMarks.keys(), ...codes];
const strongWords = alternatives(strong);
const allWords = alternatives([...strong, ...weakMarks.keys()]);
/** A sign may touch the next word (`12 €HT`), letters may not. */
const ending = '(?:(?<=[\\p{Sc}])|$|[^\\p{L}])';
/** Of two amounts around a sign it belongs to the later one (`Save 70$229.99`), but `12€50` is one amount. */
const noNextAmount = '(?!\\d{3}|\\d{1,2}[.,]\\d)';

type Patterns = { readonly before: RegExp; readonly after: RegExp; readonly anywhere: RegExp };
const patternsOf = (words: string): Patterns => ({
  before: new RegExp(`(?:^|[^\\p{L}]|(?<=\\p{Sc}))(${words})\\.?[\\s:]*$`, 'iu'),
  after: new RegExp(`^[\\s]*(?:,-|\\.-|[-–—])?\\s*(${words})${noNextAmount}${ending}`, 'iu'),
  anywhere: new RegExp(`(?:^|[^\\p{L}])(${words})${ending}`, 'iu'),
});

/** Find the mark of a currency at the end, or at the start, of the text beside an amount, or anywhere in a text. */
export const marks: { readonly strong: Patterns; readonly all: Patterns } = {
  strong: patternsOf(strongWords),
  all: patternsOf(allWords),
};

/** The first mark of a currency in a text, as it is written there. */
export function markIn(text: string): string | undefined {
  return marks.all.anywhere.exec(text.slice(0, 300))?.[1];
}
