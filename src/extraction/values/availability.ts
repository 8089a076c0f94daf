/** Names of https://schema.org/ItemAvailability by lower-case name, and what shops write instead of them. */
const names: Readonly<Record<string, string>> = {
  instock: 'InStock',
  available: 'InStock',
  onlineonly: 'InStock',
  instoreonly: 'InStock',
  availablefororder: 'BackOrder',
  outofstock: 'OutOfStock',
  oos: 'OutOfStock',
  soldout: 'OutOfStock',
  unavailable: 'OutOfStock',
  notavailable: 'OutOfStock',
  outstock: 'OutOfStock',
  limitedavailability: 'LimitedAvailability',
  limited: 'LimitedAvailability',
  lowstock: 'LimitedAvailability',
  preorder: 'PreOrder',
  presale: 'PreOrder',
  backorder: 'BackOrder',
  backordered: 'BackOrder',
  madetoorder: 'MadeToOrder',
  discontinued: 'Discontinued',
};

/** Words on the page, in the order in which they are tried: a denial holds the words of what it denies. */
const phrases: readonly (readonly [name: string, words: RegExp])[] = [
  [
    'Discontinued',
    /(?<!\p{L})(discontinued|no longer (available|sold)|this (product|item) is discontinued|produkt wycofany|výroba ukončena|снят с производства|nicht mehr (lieferbar|erhältlich)|eingestellt|plus commercialisé|fuori produzione|descatalogado)/iu,
  ],
  [
    'OutOfStock',
    /(?<!\p{L})(out[ -]of[ -]stock|sold[ -]out|(currently|temporarily) (unavailable|out)|not (currently )?(available|in stock)|no stock|unavailable|notify me when|email me when|back in stock (alert|notif)|derzeit nicht|actuellement indisponible|attualmente non|non (è|e) (al momento )?disponibile|actualmente no|momentálne nie je|momentálně nen|nie je (možné|skladom|dostupn)|není skladem|nedostupn|vypredan|nincs (készleten|raktáron)|nije dostup|rasprodano|nav (noliktavā|pieejams)|нет на складе|распродано|нема в наявності|stokta yok|tükendi|εξαντλ|在庫なし|売り切れ|品切れ|缺货|품절|غير متوفر|nicht (auf lager|verfügbar|vorrätig|lieferbar)|ausverkauft|vergriffen|rupture( de stock)?|épuisé|indisponible|non disponib(le|ile)|esaurito|agotado|sin (stock|existencias)|no disponible|esgotado|indisponível|uitverkocht|niet (op voorraad|leverbaar)|slutsåld|slut i lager|ikke på lager|udsolgt|utsolgt|brak w magazynie|niedostępny|нет в наличии|vyprodáno)/iu,
  ],
  ['PreOrder', /(?<!\p{L})(pre-?order|vorbestell|précommande|preordine|reserva anticipada)/iu],
  ['BackOrder', /(?<!\p{L})(back-?order|available on order|sur commande|auf bestellung|su ordinazione|bajo pedido)/iu],
  [
    'MadeToOrder',
    /(?<!\p{L})(made[ -]to[ -](order|measure)|built to order|auf bestellung gefertigt|fabriqué sur commande|maßanfertigung)/iu,
  ],
  [
    'LimitedAvailability',
    /(?<!\p{L})(only \d+ (left|remaining)( in stock)?|\d+ left in stock|few left|low stock|limited stock|nur noch \d+|plus que \d+|il ne reste (plus )?que|solo \d+( disponibili|$| --)|disponibilità: solo|sólo queda|só restam|nog maar \d+|zbývá \d+|zostáva \d+|ostatni[ea] \d+|осталось \d+)/iu,
  ],
  [
    'InStock',
    /((?<!\p{L})(in[ -]stock|\d+ (available|in stock)|usually (ships|dispatched)|gewöhnlich versandfertig|versandfertig|habituellement expédié|expédié sous|généralement expédié|di solito spedito|generalmente spedito|normalmente se envía|envío en \d|livraison sous|pieejam|ir (noliktavā|uz vietas)|noliktavā|yra sandėlyje|turime|laos|na sklad(e|u)|na zalih|dostupno(?!\p{L})|na stanju|stokta|în stoc|készleten|elérhető|наявності|διαθέσιμο|在庫あり|有货|재고 있음|متوفر|available now|ready to ship|ships (today|within|in \d)|auf lager|sofort (lieferbar|verfügbar|versandfertig)|lieferbar|vorrätig|verfügbar|erhältlich|en stock|disponible|disponib(i|í)le|disponibil|in magazzino|pronta consegna|em estoque|disponível|op voorraad|direct leverbaar|i lager|på lager|på lagret|w magazynie|dostępny|skladem|skladom|k odberu|ihned k|ihneď|raktáron|varastossa)|в наличии|есть в наличии)/iu,
  ],
];

/**
 * A name of https://schema.org/ItemAvailability from an address or name of it in any spelling
 * (`http://schema.org/InStock`, `in_stock`, `instock`). Undefined for anything else.
 */
export function parseAvailability(text: string): string | undefined {
  const name = text
    .slice(0, 200)
    .trim()
    .replace(/^.*[/#:]/, '')
    .replace(/[\s_-]+/g, '')
    .toLowerCase();
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** What a sentence on a page says about availability, in the languages that the table above knows. */
export function availabilityInWords(sentence: string): string | undefined {
  return parseAvailability(sentence) ?? phrases.find(([, words]) => words.test(sentence.slice(0, 300)))?.[0];
}
