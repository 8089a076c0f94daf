import type { ProductEntry } from '../product.ts';
import { fittings } from './fittings.ts';
import { furniture } from './furniture.ts';
import { interiors } from './interiors.ts';
import { kitchen } from './kitchen.ts';
import { lighting } from './lighting.ts';
import { office } from './office.ts';
import { outdoor } from './outdoor.ts';
import { sanitary } from './sanitary.ts';
import { surfaces } from './surfaces.ts';
import { textiles } from './textiles.ts';

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
  { code: 'OU', title: 'Outdoor', entries: outdoor },
  { code: 'KI', title: 'Kitchen', entries: kitchen },
  { code: 'OF', title: 'Office', entries: office },
  { code: 'TX', title: 'Textiles', entries: textiles },
];
