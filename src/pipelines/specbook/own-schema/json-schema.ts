import { z } from 'zod';
import type { Json } from '#core/json.ts';

/** A JSON Schema of the user's, of which the keywords are known to be well formed. */
export type UserSchema = { readonly [keyword: string]: Json };

const text = z.string().min(1);
const option = 'expected a string, number or boolean';
const count = z.int().nonnegative();
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;
const type = z.enum(types);

/**
 * What a schema may say (https://json-schema.org/draft/2020-12), with our own keywords. zod passes over keywords
 * that it does not know and values that it does not expect; a constraint that is never checked would be worse
 * than a complaint, so they are checked here.
 */
const keywords = {
  $schema: text,
  $id: text,
  $comment: z.string(),
  $ref: z.string().regex(/^#\/(?:\$defs|definitions)\/[^/]+$/u, 'expected a reference within the file: #/$defs/name'),
  title: text,
  description: text,
  examples: z.array(z.json()),
  type: z.union([type, z.array(type).min(1)], `expected one of ${types.map((name) => `"${name}"`).join(', ')}`),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()], option)).min(1),
  const: z.union([z.string(), z.number(), z.boolean()], option),
  minLength: count,
  maxLength: count,
  pattern: text,
  format: text,
  minimum: z.number(),
  maximum: z.number(),
  exclusiveMinimum: z.number(),
  exclusiveMaximum: z.number(),
  multipleOf: z.number().positive(),
  minItems: count,
  maxItems: count,
  uniqueItems: z.boolean(),
  additionalProperties: z.boolean(),
  required: z.union([z.array(text), z.boolean()], 'expected names of properties, or of a field true or false'),
  wanted: z.boolean(),
  labels: z.array(text),
} satisfies Record<string, z.ZodType>;

const schema: z.ZodType<UserSchema> = z.lazy(() =>
  z
    .looseObject({
      ...keywords,
      items: schema,
      properties: z.record(text, schema),
      $defs: z.record(text, schema),
      definitions: z.record(text, schema),
      anyOf: z.array(schema).min(1),
    })
    .partial()
    .superRefine((given, context) => {
      for (const keyword of Object.keys(given)) {
        if (Object.hasOwn(keywords, keyword) || known.has(keyword) || keyword.startsWith('x-')) continue;
        const supported = [...Object.keys(keywords), ...known].join(', ');
        context.addIssue({
          code: 'custom',
          path: [keyword],
          message: `is not supported; expected one of ${supported}`,
        });
      }
    }),
) as z.ZodType<UserSchema>;

const known: ReadonlySet<string> = new Set(['items', 'properties', '$defs', 'definitions', 'anyOf']);

/** The schema, or what is wrong with it: each place with what was expected there. */
export function checkedSchema(
  given: unknown,
):
  | { readonly ok: true; readonly schema: UserSchema }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly expected: string }[] } {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, schema: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    expected: message.replace(/^Invalid input: /u, ''),
  }));
  return { ok: false, problems };
}
