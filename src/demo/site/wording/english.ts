import type { Wording } from './wording.ts';

export const english: Wording = {
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

export const american: Wording = {
  ...english,
  labels: { ...english.labels, gtin: 'GTIN' },
  taxNote: 'All prices in USD, excluding sales tax and shipping.',
};
