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
  reserved: 'OutOfStock',
  limitedavailability: 'LimitedAvailability',
  limited: 'LimitedAvailability',
  lowstock: 'LimitedAvailability',
  preorder: 'PreOrder',
  presale: 'PreOrder',
  backorder: 'BackOrder',
  backordered: 'BackOrder',
  onbackorder: 'BackOrder',
  madetoorder: 'MadeToOrder',
  discontinued: 'Discontinued',
};

/** Words on the page, in the order in which they are tried: a denial holds the words of what it denies. */
const phrases: readonly (readonly [name: string, words: RegExp])[] = [
  [
    'Discontinued',
    /(?<!\p{L})(discontinued|no longer (available|sold)|this (product|item) is discontinued|produkt wycofany|výroba ukončena|снят с производства|nicht mehr (lieferbar|erhältlich)|eingestellt|plus commercialisé|fuori produzione|descatalogado|descontinuado|udgået|utgått|kifutott|niet meer leverbaar|uit assortiment|снято с производства|знято з виробництва)/iu,
  ],
  [
    'OutOfStock',
    /(?<!\p{L})(out[ -]of[ -]stock|sold[ -]out|(currently|temporarily) (unavailable|out)|not (currently )?(available|in stock)|no stock|unavailable|notify me when|email me when|back in stock (alert|notif)|derzeit nicht|actuellement indisponible|attualmente non|non (è|e) (al momento )?disponibile|actualmente no|momentálne nie je|momentálně nen|nie je (možné|skladom|dostupn)|není skladem|nedostupn|vypredan|nincs (készleten|raktáron)|nije dostup|rasprodano|nav (noliktavā|pieejams)|нет на складе|распродано|нема в наявності|stokta yok|tükendi|εξαντλ|在庫なし|売り切れ|品切れ|缺货|품절|غير متوفر|nicht (auf lager|verfügbar|vorrätig|lieferbar)|ausverkauft|vergriffen|rupture( de stock)?|épuisé|indisponible|non disponib(le|ile)|esaurito|agotado|sin (stock|existencias)|no disponible|esgotado|indisponível|uitverkocht|niet (op voorraad|leverbaar)|slutsåld|slut i lager|ikke på lager|udsolgt|utsolgt|brak (w magazynie|towaru)|niedostępn|wyprzedan|нет в наличии|раскуплен|vyprodán|out of print|(auction|listing|bidding|sale) (has )?ended|(item|product) sold|stock: ?0|zurzeit nicht|momentan nicht|esaurita|agotada|fuera de stock|sem (estoque|stock)|avise-me quando|momenteel niet|tillfälligt slut|loppunut|elfogyott|stoc epuizat|indisponibil|nema na (zalih|stanju)|изчерпан|hết hàng|stok habis|在庫切れ|入荷待ち|无货|無庫存|售罄|已售完|일시 ?품절|אזל מהמלאי|אזל|ناموجود|نفذت الكمية|สินค้าหมด|ni na zalogi|razprodano|išparduota|izpārdots|otsas|läbi müüdud|немає в наявності|очікується|ожидается поступление|няма наличност|μη διαθέσιμ|ej i lager|ikke tilgjengelig|ei saatavilla|ei varastossa|loppu varastosta|tilapäisesti loppu|chwilowo brak)/iu,
  ],
  [
    'PreOrder',
    /(?<!\p{L})(pre-?order|vorbestell|précommande|preordine|reserva anticipada|pré-?venda|preventa|předobjednávka|predobjednávka|przedsprzedaż|előrendel|предзаказ|передзамовлення|förbeställ|forudbestil|forhåndsbestill|ennakkotila|予約受付|預購|预售|예약 ?판매)/iu,
  ],
  [
    'BackOrder',
    /(?<!\p{L})(back-?order|available on order|sur commande|auf bestellung|su ordinazione|bajo pedido|sob encomenda|op bestelling|beställningsvara|bestillingsvare|na objednávku|na objednanie|na zamówienie|rendelésre|la comandă|под заказ|під замовлення|по поръчка|κατόπιν παραγγελίας|tilaustuote|お取り寄せ)/iu,
  ],
  [
    'MadeToOrder',
    /(?<!\p{L})(made[ -]to[ -](order|measure)|built to order|auf bestellung gefertigt|fabriqué sur commande|maßanfertigung)/iu,
  ],
  [
    'LimitedAvailability',
    /(?<!\p{L})(only \d+ (left|remaining)( in stock)?|\d+ left in stock|few left|low stock|limited stock|nur noch \d+|plus que \d+|il ne reste (plus )?que|solo \d+( disponibili|$| --)|disponibilità: solo|sólo queda|só restam|nog maar \d+|last (one|few|items?|pieces?)(?!\p{L})|low in stock|derni(er|ère)s? (pièces?|articles?|exemplaires?)|ultim[io] (pezz|articol)|últim[ao]s (unidad|peça|pieza)|laatste (stuks|exempla)|ostatnie sztuki|letzte (stücke?|artikel)|zbývá \d+|zostáva \d+|ostatni[ea] \d+|осталось \d+)/iu,
  ],
  [
    'InStock',
    /((?<!\p{L})(in[ -]stock|\d+ (available|in stock)|usually (ships|dispatched)|gewöhnlich versandfertig|versandfertig|habituellement expédié|expédié sous|généralement expédié|di solito spedito|generalmente spedito|normalmente se envía|envío en \d|livraison sous|pieejam|ir (noliktavā|uz vietas)|noliktavā|yra sandėlyje|turime|laos|na sklad(e|u)|na zalih|dostupno(?!\p{L})|na stanju|stokta|în stoc|készleten|elérhető(?!ség)|наявності|διαθέσιμο|在庫あり|有货|재고 있음|متوفر|available now|ready to ship|ships (today|within|in \d)|auf lager|sofort (lieferbar|verfügbar|versandfertig)|lieferbar|vorrätig|verfügbar|erhältlich|versandbereit|am lager|available (online|to (ship|order)|for (delivery|shipping))|finns (i|på)|saatavilla|dostępna|в наличност|налично|σε απόθεμα|in stoc|còn hàng|stok tersedia|现货|現貨|재고있음|במלאי|beschikbaar|en stock|disponible|disponib(i|í)le|disponibil|in magazzino|pronta consegna|em estoque|disponível|op voorraad|direct leverbaar|i lager|på lager|på lagret|w magazynie|dostępny|na stanie|skladem|skladom|k odberu|ihned k|ihneď|raktáron|varastossa|na zalogi|in giacenza|en existencias?|hay existencias|в наявності|есть на складе|มีสินค้า|موجود|stok var)|в наличии|есть в наличии)/iu,
  ],
];

/** Characters of a name with its separators, where nothing stands before it. */
const longestName = 40;

/**
 * A name of https://schema.org/ItemAvailability from an address or name of it in any spelling
 * (`http://schema.org/InStock`, `in_stock`, `instock`). Undefined for anything else.
 */
export function parseAvailability(text: string): string | undefined {
  if (text.length > longestName && !/[/#:]/.test(text)) return undefined;
  const name = text
    .slice(0, 200)
    .trim()
    .replace(/^.*[/#:]/, '')
    .replace(/[\s_-]+/g, '')
    .toLowerCase();
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** Words that deny what follows within a few words: `nicht mehr verfügbar`, `no está disponible`. */
const denial =
  /(?<!\p{L})(?:not|no|longer|isn.t|aren.t|cannot|nicht|keine?|pas|plus|non|più|não|niet|geen|ej|inte|ikke|ei|nie|není|nem|nincs|nu|не|нет|нема|немає|няма|nav|nėra|nije|nema|δεν|μη)(?:\s+\p{L}+){0,3}\s*$/iu;

/** What follows a denial that is about a part of it, or another thing: `not available in smaller quantities`. */
const ofPart =
  /^\p{L}*\s+(?:for|in|with|as|für|dans|en|pour|per|para|con)\s+(?!(?:the |this |your |questo |este |ce )?(?:moment\p{L}*|time|now|stock|purchase|sale|order|delivery|shipping)(?!\p{L}))/iu;

/** What a sentence on a page says about availability, in the languages that the table above knows. */
export function availabilityInWords(sentence: string): string | undefined {
  const named = parseAvailability(sentence);
  if (named !== undefined) return named;
  const text = sentence.slice(0, 300);
  for (const [name, words] of phrases) {
    const found = words.exec(text);
    if (found === null) continue;
    const isDenied = name === 'OutOfStock' || (name === 'InStock' && denial.test(text.slice(0, found.index)));
    if (!isDenied) return name;
    return ofPart.test(text.slice(found.index + found[0].length)) ? undefined : 'OutOfStock';
  }
  return undefined;
}
