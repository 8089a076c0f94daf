import type { Json } from '#core/json.ts';

/** As much of JSON Schema as answers are made from. */
export type Schema = Readonly<Record<string, Json>>;

export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function propertiesOf(schema: Schema): readonly (readonly [string, Schema])[] {
  const properties = schema['properties'];
  if (!isObject(properties)) return [];
  return Object.entries(properties).filter((entry): entry is [string, Schema] => isObject(entry[1]));
}

export function requiredOf(schema: Schema): readonly Json[] {
  return Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
}

/** The type apart from null: `string` of `["string", "null"]`. */
export function typeOf(schema: Schema): string | undefined {
  const type = schema['type'];
  const types: readonly Json[] = Array.isArray(type) ? type : [type ?? null];
  return types.find((name): name is string => typeof name === 'string' && name !== 'null');
}

/** The alternatives of an `anyOf` apart from null. */
export function alternativesOf(schema: Schema): readonly Schema[] | undefined {
  const alternatives = schema['anyOf'];
  return Array.isArray(alternatives)
    ? alternatives.filter(isObject).filter((inner) => inner['type'] !== 'null')
    : undefined;
}

export function isNullable(schema: Schema): boolean {
  const { type, anyOf } = schema;
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true;
  return Array.isArray(anyOf) && anyOf.some((inner) => isObject(inner) && isNullable(inner));
}
