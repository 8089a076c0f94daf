import { z } from 'zod';

// The record that `--schema examples/own-schema.ts` gives: each field is a column, in this order. Descriptions
// are read by models as well as people; labels are what the rows of specification tables may be called.

export const schema = z
  .object({
    name: z.string().min(1).describe('The name of the product as the page shows it'),
    brand: z.string().optional(),
    materials: z.array(z.string()).min(1),
    weight: z.object({ value: z.number().positive(), unit: z.enum(['g', 'kg', 'oz', 'lb']) }).optional(),
    guarantee: z
      .string()
      .optional()
      .meta({ title: 'Guarantee', labels: ['warranty', 'garantie'] }),
    picture: z.url().optional(),
    fireRating: z
      .string()
      .optional()
      .meta({ labels: ['fire class', 'Brandklasse'], wanted: false }),
  })
  .meta({ title: 'Furnishing' });
