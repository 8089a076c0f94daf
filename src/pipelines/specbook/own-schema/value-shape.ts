import type { Json } from '#core/json.ts';
import { type JsonSchema, isJsonObject } from '#extraction/answer-schema.ts';
import type { ValueShape } from '#extraction/values/typed-value.ts';
import { complaint } from './complaint.ts';

/** What may stand at a place besides scalars: as much nesting as a row of a table can show. */
type Place = { readonly list: boolean; readonly object: boolean };
const field: Place = { list: true, object: true };
const part: Place = { list: true, object: false };
const entryOf = ({ object }: Place): Place => ({ list: false, object });

/**
 * The shape of a field's values, from the JSON Schema that zod writes for it. A field is a scalar, an object of
 * scalars and lists of them, or a list of either.
 *
 * @param where the field's place, for complaints.
 * @throws PipelineError `config` naming the place and what was expected there.
 */
export function valueShape(given: JsonSchema, where: string, place: Place = field): ValueShape {
  const schema = withoutNull(given);
  const options = optionsOf(schema);
  if (options !== undefined) return optionShape(options, where);
  const { type } = schema;
  if (type === 'string') return { kind: stringKind(schema['format']) };
  if (type === 'number' || type === 'integer') return { kind: 'number' };
  if (type === 'boolean') return { kind: 'boolean' };
  if (type === 'array' && place.list) return listShape(schema, where, place);
  if (type === 'object' && place.object) return objectShape(schema, where);
  const expected = [
    'string, number, integer, boolean',
    ...(place.list ? ['array'] : []),
    ...(place.object ? ['object'] : []),
  ];
  throw complaint(`${where}.type`, `is ${JSON.stringify(type ?? null)}, expected one of ${expected.join(', ')}`);
}

function listShape({ items }: JsonSchema, where: string, place: Place): ValueShape {
  if (!isJsonObject(items)) throw complaint(`${where}.items`, 'is missing, expected the schema of the entries');
  return { kind: 'list', of: valueShape(items, `${where}.items`, entryOf(place)) };
}

function objectShape({ properties }: JsonSchema, where: string): ValueShape {
  if (!isJsonObject(properties) || Object.keys(properties).length === 0) {
    throw complaint(`${where}.properties`, 'is empty, expected at least one property');
  }
  const parts = Object.entries(properties).map(([name, schema]) => {
    const place = `${where}.properties.${name}`;
    return [checkedName(name, place), valueShape(isJsonObject(schema) ? schema : {}, place, part)] as const;
  });
  return { kind: 'object', parts: Object.fromEntries(parts) };
}

/** @throws PipelineError `config` for a name that could not be a column, or that every object has. */
export function checkedName(name: string, where: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_ -]{0,59}$/u.test(name) && !(name in Object.prototype)) return name;
  throw complaint(where, 'cannot be a name, expected a letter, then at most 59 letters, digits, spaces, _ and -');
}

function stringKind(format: Json | undefined): 'text' | 'date' | 'link' {
  if (format === 'date' || format === 'date-time') return 'date';
  return format === 'uri' ? 'link' : 'text';
}

/** A record says null by leaving a value out, so a schema that allows it says nothing more. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const { type, anyOf } = schema;
  if (Array.isArray(type)) {
    const names = (type as readonly Json[]).filter((name) => name !== 'null');
    return names.length === 1 && names[0] !== undefined ? { ...schema, type: names[0] } : schema;
  }
  if (!Array.isArray(anyOf)) return schema;
  const alternatives = (anyOf as readonly Json[]).filter(isJsonObject).filter((inner) => inner['type'] !== 'null');
  const constants = alternatives.map((inner) => inner['const']).filter((value) => value !== undefined);
  if (constants.length > 0 && constants.length === alternatives.length) return { enum: constants };
  const [only, ...others] = alternatives;
  return only !== undefined && others.length === 0 ? withoutNull(only) : { ...schema, type: 'anyOf' };
}

function optionsOf({ enum: options, const: only }: JsonSchema): readonly Json[] | undefined {
  if (Array.isArray(options)) return (options as readonly Json[]).filter((option) => option !== null);
  return only === undefined ? undefined : [only];
}

function optionShape(options: readonly Json[], where: string): ValueShape {
  if (options.every((option) => typeof option === 'string')) return { kind: 'text', options };
  if (options.every((option) => typeof option === 'number')) return { kind: 'number' };
  if (options.every((option) => typeof option === 'boolean')) return { kind: 'boolean' };
  throw complaint(`${where}.enum`, 'holds several types, expected options of one type');
}
