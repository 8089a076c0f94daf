import type { Availability, Locale } from './product.ts';

/** The words of a page around its facts. */
export type Wording = {
  readonly labels: Readonly<
    Record<
      | 'brand'
      | 'manufacturer'
      | 'modelNumber'
      | 'sku'
      | 'mpn'
      | 'gtin'
      | 'dimensions'
      | 'weight'
      | 'materials'
      | 'finishes'
      | 'warranty'
      | 'certifications'
      | 'leadTime'
      | 'price'
      | 'availability',
      string
    >
  >;
  readonly availability: Readonly<Record<Availability, string>>;
  readonly specifications: string;
  readonly downloads: string;
  readonly related: string;
  readonly from: string;
  readonly onRequest: string;
  readonly taxNote: string;
  readonly home: string;
};

const english: Wording = {
  labels: {
    brand: 'Brand',
    manufacturer: 'Manufacturer',
    modelNumber: 'Model',
    sku: 'Item no.',
    mpn: 'Manufacturer part no.',
    gtin: 'EAN',
    dimensions: 'Dimensions',
    weight: 'Weight',
    materials: 'Material',
    finishes: 'Finishes',
    warranty: 'Warranty',
    certifications: 'Certifications',
    leadTime: 'Lead time',
    price: 'Price',
    availability: 'Availability',
  },
  availability: {
    InStock: 'In stock',
    OutOfStock: 'Out of stock',
    LimitedAvailability: 'Only a few left',
    PreOrder: 'Available for pre-order',
    BackOrder: 'On back order',
    MadeToOrder: 'Made to order',
    Discontinued: 'Discontinued',
  },
  specifications: 'Specifications',
  downloads: 'Downloads',
  related: 'You may also like',
  from: 'from',
  onRequest: 'Price on request',
  taxNote: 'All prices include VAT, excluding delivery.',
  home: 'Home',
};

const american: Wording = {
  ...english,
  labels: { ...english.labels, gtin: 'GTIN' },
  taxNote: 'All prices in USD, excluding sales tax and shipping.',
};

const german: Wording = {
  labels: {
    brand: 'Marke',
    manufacturer: 'Hersteller',
    modelNumber: 'Modell',
    sku: 'Artikelnummer',
    mpn: 'Herstellernummer',
    gtin: 'EAN',
    dimensions: 'Abmessungen',
    weight: 'Gewicht',
    materials: 'Material',
    finishes: 'Ausführungen',
    warranty: 'Garantie',
    certifications: 'Zertifikate',
    leadTime: 'Lieferzeit',
    price: 'Preis',
    availability: 'Verfügbarkeit',
  },
  availability: {
    InStock: 'Auf Lager',
    OutOfStock: 'Ausverkauft',
    LimitedAvailability: 'Nur noch wenige verfügbar',
    PreOrder: 'Vorbestellbar',
    BackOrder: 'Nachbestellt',
    MadeToOrder: 'Auftragsfertigung',
    Discontinued: 'Nicht mehr lieferbar',
  },
  specifications: 'Technische Daten',
  downloads: 'Downloads',
  related: 'Das könnte Ihnen auch gefallen',
  from: 'ab',
  onRequest: 'Preis auf Anfrage',
  taxNote: 'Alle Preise inkl. MwSt., zzgl. Versand.',
  home: 'Startseite',
};

const french: Wording = {
  labels: {
    brand: 'Marque',
    manufacturer: 'Fabricant',
    modelNumber: 'Modèle',
    sku: 'Référence',
    mpn: 'Référence fabricant',
    gtin: 'EAN',
    dimensions: 'Dimensions',
    weight: 'Poids',
    materials: 'Matériaux',
    finishes: 'Finitions',
    warranty: 'Garantie',
    certifications: 'Certifications',
    leadTime: 'Délai de livraison',
    price: 'Prix',
    availability: 'Disponibilité',
  },
  availability: {
    InStock: 'En stock',
    OutOfStock: 'Épuisé',
    LimitedAvailability: 'Plus que quelques pièces',
    PreOrder: 'En précommande',
    BackOrder: 'En réapprovisionnement',
    MadeToOrder: 'Fabriqué sur commande',
    Discontinued: 'Produit arrêté',
  },
  specifications: 'Caractéristiques',
  downloads: 'Téléchargements',
  related: 'Vous aimerez aussi',
  from: 'à partir de',
  onRequest: 'Prix sur demande',
  taxNote: 'Prix TTC, hors livraison.',
  home: 'Accueil',
};

const italian: Wording = {
  labels: {
    brand: 'Marca',
    manufacturer: 'Produttore',
    modelNumber: 'Modello',
    sku: 'Codice articolo',
    mpn: 'Codice produttore',
    gtin: 'EAN',
    dimensions: 'Dimensioni',
    weight: 'Peso',
    materials: 'Materiali',
    finishes: 'Finiture',
    warranty: 'Garanzia',
    certifications: 'Certificazioni',
    leadTime: 'Tempi di consegna',
    price: 'Prezzo',
    availability: 'Disponibilità',
  },
  availability: {
    InStock: 'Disponibile',
    OutOfStock: 'Esaurito',
    LimitedAvailability: 'Ultimi pezzi',
    PreOrder: 'In preordine',
    BackOrder: 'In riordino',
    MadeToOrder: 'Prodotto su ordinazione',
    Discontinued: 'Fuori produzione',
  },
  specifications: 'Dati tecnici',
  downloads: 'Download',
  related: 'Potrebbe piacerti anche',
  from: 'da',
  onRequest: 'Prezzo su richiesta',
  taxNote: 'Prezzi IVA inclusa, spedizione esclusa.',
  home: 'Home',
};

export const wordings: Readonly<Record<Locale, Wording>> = {
  'en-US': american,
  'en-GB': english,
  'de-DE': german,
  'de-CH': german,
  'fr-FR': french,
  'it-IT': italian,
};
