import type { Availability } from '../product.ts';

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
