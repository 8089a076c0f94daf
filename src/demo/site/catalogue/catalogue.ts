import type { ProductEntry } from '../product.ts';
import { fittings } from './fittings.ts';
import { furniture } from './furniture.ts';
import { interiors } from './interiors.ts';
import { lighting } from './lighting.ts';
import { sanitary } from './sanitary.ts';
import { surfaces } from './surfaces.ts';

/** The product families; `code` begins the item codes of a family. */
export const families: readonly {
  readonly code: string;
  readonly title: string;
  readonly entries: readonly ProductEntry[];
}[] = [
  { code: 'FU', title: 'Furniture', entries: furniture },
  { code: 'LI', title: 'Lighting', entries: lighting },
  { code: 'SU', title: 'Surfaces', entries: surfaces },
  { code: 'SA', title: 'Sanitary', entries: sanitary },
  { code: 'FI', title: 'Fittings', entries: fittings },
  { code: 'IN', title: 'Interiors', entries: interiors },
];
