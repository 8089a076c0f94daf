import { z } from 'zod';
import type { Json } from '#core/json.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';

const shape = {
  name: z.string().min(1).describe('The name'),
  price: z.strictObject({
    amount: z.number().nonnegative(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
  }),
  weight: z.strictObject({ value: z.number().positive(), unit: z.enum(['g', 'kg']) }),
  materials: z.array(z.string().min(1)).min(1),
  availability: z.enum(['InStock', 'OutOfStock']),
};

/** A small target with one field of each kind of value. */
export const chair: TargetSchema = {
  id: 'chair/1',
  subject: 'chair',
  fields: Object.entries(shape).map(([name, schema]) => ({
    name,
    description: `The ${name} of the chair`,
    jsonSchema: z.toJSONSchema(schema) as Record<string, Json>,
    wanted: name !== 'availability',
    parse: (value: Json) => schema.safeParse(value).data as Json | undefined,
  })),
};

/** The target with only these fields. */
export function only(...names: readonly string[]): TargetSchema {
  return { ...chair, fields: chair.fields.filter(({ name }) => names.includes(name)) };
}
