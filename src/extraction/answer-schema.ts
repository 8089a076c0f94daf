import type { Json } from '#core/json.ts';
import type { TargetSchema } from './target-schema.ts';

export type JsonSchema = { readonly [keyword: string]: Json };

/** Keywords that every provider's strict mode understands; the field's own `parse` checks the rest. */
const kept: ReadonlySet<string> = new Set(['type', 'description', 'enum', 'const']);

/**
 * What the model must answer with: for each field of the target `{ value, quote }`, both null when the page does
 * not give the field. Strict mode knows no optional property, hence the nulls.
 */
export function answerSchema({ fields }: TargetSchema): JsonSchema {
  const answers = fields.map(
    ({ name, jsonSchema }) =>
      [name, record({ value: nullable(strict(jsonSchema)), quote: { type: ['string', 'null'] } })] as const,
  );
  return record(Object.fromEntries(answers));
}

/**
 * The schema within the strict subset of JSON Schema
 * (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas): every object closed, every
 * property required, an optional one nullable instead, and no keyword that constrains more than the shape.
 * References and `allOf` are not resolved: zod writes schemas inline unless told otherwise.
 */
export function strict(schema: JsonSchema): JsonSchema {
  const plain = Object.fromEntries(Object.entries(schema).filter(([keyword]) => kept.has(keyword)));
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  return {
    ...plain,
    ...(Array.isArray(alternatives) ? { anyOf: alternatives.map(strictJson) } : {}),
    ...(schema['items'] === undefined ? {} : { items: strictJson(schema['items']) }),
    ...(isObjectSchema(schema) ? strictRecord(schema) : {}),
  };
}

function strictRecord(schema: JsonSchema): JsonSchema {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const converted = Object.entries(properties).map(([name, property]) => {
    const inner = strictJson(property);
    return [name, required.includes(name) ? inner : nullable(inner)] as const;
  });
  return { ...record(Object.fromEntries(converted)), type: schema['type'] ?? 'object' };
}

function record(properties: JsonSchema): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function nullable(schema: JsonSchema): JsonSchema {
  if (allowsNull(schema)) return schema;
  const alternatives = schema['anyOf'];
  if (Array.isArray(alternatives))
    return { ...schema, anyOf: [...(alternatives as readonly Json[]), { type: 'null' }] };
  const simple = typeof schema['type'] === 'string' && schema['enum'] === undefined && schema['const'] === undefined;
  if (simple && !isObjectSchema(schema)) return { ...schema, type: [schema['type'] ?? 'string', 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
}

function allowsNull(schema: JsonSchema): boolean {
  const { type, anyOf } = schema;
  if (type === 'null') return true;
  if (Array.isArray(type)) return type.includes('null') && schema['enum'] === undefined;
  return Array.isArray(anyOf) && (anyOf as readonly Json[]).some((inner) => isJsonObject(inner) && allowsNull(inner));
}

function isObjectSchema({ type, properties }: JsonSchema): boolean {
  return properties !== undefined || type === 'object' || (Array.isArray(type) && type.includes('object'));
}

/** A schema that is not an object is `true` or `false`, for which strict mode has no word: anything. */
function strictJson(schema: Json): JsonSchema {
  return isJsonObject(schema) ? strict(schema) : {};
}

export function isJsonObject(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
