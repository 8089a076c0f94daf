/** What a page writes for the values of an enumeration, longest reading first where one contains another. */
export const synonyms: Readonly<Record<string, readonly string[]>> = {
  OutOfStock: [
    'out of stock',
    'not available',
    'nicht verfügbar',
    'sold out',
    'nicht auf lager',
    'nicht lieferbar',
    'ausverkauft',
    'épuisé',
    'rupture de stock',
    'esaurito',
    'non disponibile',
    'agotado',
    'uitverkocht',
  ],
  Discontinued: [
    'discontinued',
    'no longer available',
    'nicht mehr erhältlich',
    'eingestellt',
    'arrêté',
    'fuori produzione',
    'descatalogado',
    'niet meer leverbaar',
  ],
  LimitedAvailability: [
    'limited availability',
    'only a few left',
    'nur noch wenige',
    'begrenzt verfügbar',
    'stock limité',
    'disponibilità limitata',
    'últimas unidades',
    'nog enkele stuks',
  ],
  MadeToOrder: [
    'made to order',
    'auf bestellung',
    'auf anfrage gefertigt',
    'sur commande',
    'su ordinazione',
    'fabricado por encargo',
    'op bestelling gemaakt',
  ],
  PreOrder: [
    'pre-order',
    'preorder',
    'vorbestellung',
    'vorbestellbar',
    'précommande',
    'preordine',
    'reserva anticipada',
    'te reserveren',
  ],
  BackOrder: [
    'backorder',
    'back order',
    'nachbestellt',
    'en réapprovisionnement',
    'in riordino',
    'pendiente de reposición',
    'in nabestelling',
  ],
  InStock: [
    'in stock',
    'auf lager',
    'sofort lieferbar',
    'lieferbar',
    'en stock',
    'disponible',
    'disponibile',
    'available',
    'op voorraad',
  ],
  in: ['in', 'inch', 'inches', 'zoll', 'pouces', 'pollici', '"', '″'],
  ft: ['ft', 'feet', 'foot', 'fuss', 'pieds', 'piedi'],
  lb: ['lb', 'lbs', 'pounds', 'pfund', 'livres', 'libbre'],
  kg: ['kg', 'kilo', 'kilogramm', 'kilogrammes', 'chilogrammi'],
};

/** ISO 4217 codes of the signs that stand for one currency only; `$` stands for many. */
export const currencySigns: readonly (readonly [sign: string, code: string])[] = [
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['Fr.', 'CHF'],
  ['SFr.', 'CHF'],
  ['US$', 'USD'],
];

/** Ways to say yes and no. */
export const yes: readonly string[] = ['yes', 'true', 'ja', 'oui', 'sì', 'si'];
export const no: readonly string[] = ['no', 'false', 'nein', 'non'];
