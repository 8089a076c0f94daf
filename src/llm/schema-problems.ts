import type { Json } from '#core/json.ts';

type Schema = { readonly [keyword: string]: Json };

/** A model that is told of more than this corrects them no better. */
const mostProblems = 10;

/**
 * What keeps an answer from fitting the schema, each as a path and what was expected there, never the value itself;
 * empty when it fits. Knows the strict subset of JSON Schema (`type`, `enum`, `const`, `anyOf`, `items`,
 * `properties`, `required`, `additionalProperties`).
 *
 * @param exact false takes a property that is null or missing for one that was not found, and overlooks those that
 * nobody asked for, as models write that nothing holds to the schema; an object with none of its properties is
 * another object even then. True where a property may have got lost: each must be there, and no other.
 */
export function schemaProblems(value: Json, schema: Schema, exact: boolean): readonly string[] {
  return problemsAt('', value, schema, exact).slice(0, mostProblems);
}

function problemsAt(path: string, value: Json, schema: Schema, exact: boolean): readonly string[] {
  const { anyOf, const: only } = schema;
  if (Array.isArray(anyOf)) return ofAlternatives(path, value, anyOf.filter(isObject), exact);
  if (!allowsType(value, schema['type'])) return [`${at(path)}: expected ${typeNames(schema)}, not ${typeOf(value)}`];
  const values = only === undefined ? schema['enum'] : [only];
  if (Array.isArray(values) && !values.some((allowed) => allowed === value)) {
    return [`${at(path)}: expected one of ${values.map((allowed) => JSON.stringify(allowed)).join(', ')}`];
  }
  if (Array.isArray(value)) return ofItems(path, value, schema['items'], exact);
  return isObject(value) ? ofObject(path, value, schema, exact) : [];
}

/** The problems of the alternative that comes nearest. */
function ofAlternatives(path: string, value: Json, schemas: readonly Schema[], exact: boolean): readonly string[] {
  const found = schemas.map((schema) => problemsAt(path, value, schema, exact));
  if (found.some((problems) => problems.length === 0)) return [];
  const suited = found.filter((_, index) => allowsType(value, schemas[index]?.['type']));
  return suited[0] ?? [`${at(path)}: expected ${schemas.map(typeNames).join(' or ')}, not ${typeOf(value)}`];
}

function ofItems(path: string, values: readonly Json[], items: Json | undefined, exact: boolean): readonly string[] {
  return isObject(items) ? values.flatMap((value, index) => problemsAt(`${path}[${index}]`, value, items, exact)) : [];
}

function ofObject(path: string, value: Schema, schema: Schema, exact: boolean): readonly string[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const names = Object.keys(properties);
  const present = names.filter((name) => Object.hasOwn(value, name));
  if (names.length > 0 && present.length === 0) {
    return [`${at(path)}: expected an object with ${names.slice(0, mostProblems).join(', ')}`];
  }
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const missing = exact ? required.filter((name) => !Object.hasOwn(value, String(name))) : [];
  const closed = exact && schema['additionalProperties'] === false;
  const strange = closed && Object.keys(value).some((name) => !names.includes(name));
  return [
    ...missing.map((name) => `${at(path)}: ${String(name)} is missing`),
    // Names that the model made up may hold anything, also what a page told it to write.
    ...(strange ? [`${at(path)}: has a property that was not asked for`] : []),
    ...present.flatMap((name) => {
      const inner = value[name] ?? null;
      const property = properties[name];
      if (!isObject(property) || (!exact && inner === null)) return [];
      return problemsAt(path === '' ? name : `${path}.${name}`, inner, property, exact);
    }),
  ];
}

function allowsType(value: Json, type: Json | undefined): boolean {
  if (type === undefined) return true;
  if (Array.isArray(type)) return type.some((one: Json) => allowsType(value, one));
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return type === typeOf(value);
}

function typeNames({ type, anyOf }: Schema): string {
  if (Array.isArray(anyOf)) return anyOf.filter(isObject).map(typeNames).join(' or ');
  return type === undefined
    ? 'any value'
    : [type]
        .flat()
        .map((name) => JSON.stringify(name).slice(1, -1))
        .join(' or ');
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function at(path: string): string {
  return path === '' ? 'the answer' : path;
}

function isObject(value: Json | undefined): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
