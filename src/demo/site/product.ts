/** https://schema.org/ItemAvailability, the values that the demonstration uses. */
export type Availability =
  'InStock' | 'OutOfStock' | 'LimitedAvailability' | 'PreOrder' | 'BackOrder' | 'MadeToOrder' | 'Discontinued';

/** What is true of a product, and told by its page. Named and shaped as the fields of a product record. */
export type DemoFacts = {
  readonly name: string;
  readonly brand: string;
  readonly manufacturer?: string;
  readonly description: string;
  readonly modelNumber?: string;
  readonly sku: string;
  readonly mpn?: string;
  readonly gtin?: string;
  /** From general to special, joined by " > ". */
  readonly category: string;
  /** Left out when the page gives it on request only. */
  readonly price?: { readonly amount: number; readonly currency: string };
  readonly availability: Availability;
  readonly dimensions?: {
    readonly text: string;
    readonly width?: number;
    readonly height?: number;
    readonly depth?: number;
    readonly length?: number;
    readonly diameter?: number;
    readonly unit: 'mm' | 'cm' | 'm' | 'in' | 'ft';
  };
  readonly weight?: { readonly value: number; readonly unit: 'g' | 'kg' | 'oz' | 'lb' };
  readonly materials?: readonly string[];
  readonly finishes?: readonly string[];
  readonly images: readonly string[];
  readonly documents?: readonly { readonly title: string; readonly url: string }[];
  readonly warranty?: string;
  readonly certifications?: readonly string[];
  readonly leadTime?: string;
};

/** How a page tells what it shows, to people and to machines. */
export type MarkupStyle =
  'json-ld' | 'json-ld-graph' | 'microdata' | 'open-graph' | 'plain' | 'embedded-state' | 'long';

/** Decides the words around the facts, and how numbers are written. */
export type Locale = 'en-US' | 'en-GB' | 'de-DE' | 'de-CH' | 'fr-FR' | 'it-IT' | 'es-ES' | 'nl-NL';

/** A counter of visitors, a picture for want of one, the shop's sign; and a data sheet that is a page of the shop. */
export type Stray = 'pixel' | 'placeholder' | 'logo' | 'data-sheet';

/** What only the page needs to know: nothing here is a fact about the product as it is sold now. */
type Presentation = {
  readonly id: string;
  readonly style: MarkupStyle;
  readonly locale: Locale;
  /** The price before a reduction; shown struck through. */
  readonly listPrice?: number;
  /** The price of the dearest variant; the product's own price is then shown as the lowest. */
  readonly highestPrice?: number;
  /** What its page shows among pictures and documents that is none, as pages of shops do. */
  readonly strays?: readonly Stray[];
  /** What the price is for, when that is not a piece: `m²`, `roll`. */
  readonly priceUnit?: string;
};

/** A product as it is written down in the catalogue, before the site has an address. */
export type ProductEntry = Presentation & {
  /** Where the specifier wants it. */
  readonly room: string;
  readonly quantity: number;
  /** How many pictures it has: 1 to 3. */
  readonly pictures: number;
  /** The titles of its PDF files. */
  readonly documents: readonly string[];
  readonly facts: Omit<DemoFacts, 'images' | 'documents'>;
};

/** A product as it is served. */
export type DemoProduct = Presentation & {
  readonly path: string;
  readonly url: string;
  /** The truth that a record made from the page is compared with. Every URL in it is absolute. */
  readonly expected: DemoFacts;
};

/** Gives an entry the addresses that it has on a site with this origin. */
export function placed(entry: ProductEntry, origin: string): DemoProduct {
  const { room: _room, quantity: _quantity, pictures, documents, facts, ...presentation } = entry;
  const path = `/products/${entry.id}`;
  const images = Array.from({ length: pictures }, (_, index) => `${origin}/images/${entry.id}/${index + 1}.png`);
  const files = documents.map((title, index) => ({ title, url: `${origin}/documents/${entry.id}/${index + 1}.pdf` }));
  return {
    ...presentation,
    path,
    url: `${origin}${path}`,
    expected: { ...facts, images, ...(files.length > 0 && { documents: files }) },
  };
}
