import { z } from 'zod';
import type { Json } from '#core/json.ts';
import type { TargetField, TargetSchema } from '#extraction/target-schema.ts';
import { type ProductField, productFieldNames, productSchemaId, productShape } from './product.ts';

/** Asked of a model when the page's own data lacks them; completeness is measured against these. */
const wanted: ReadonlySet<ProductField> = new Set([
  'name',
  'brand',
  'description',
  'category',
  'sku',
  'mpn',
  'price',
  'availability',
  'dimensions',
  'weight',
  'materials',
  'finishes',
]);

function field(name: ProductField): TargetField {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(productShape[name]) as Record<string, Json>;
  return {
    name,
    description: productShape[name].description ?? name,
    jsonSchema,
    wanted: wanted.has(name),
    parse: (value) => productShape[name].safeParse(tidy(value)).data as Json | undefined,
  };
}

/** Collapses white space in every string of the value. */
function tidy(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll(/\s+/gu, ' ').trim();
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidy(inner)]));
  }
  return value;
}

/** What the spec book pipeline wants to know of a page. */
export const productTarget: TargetSchema = {
  id: productSchemaId,
  subject: 'product',
  fields: productFieldNames.map(field),
};
