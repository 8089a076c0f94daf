import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Json } from '#core/json.ts';
import { type JsonSchema, answerSchema, isJsonObject, strict } from '#extraction/answer-schema.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { chair, only } from './target.ts';

const allowed = [
  'type',
  'description',
  'enum',
  'const',
  'anyOf',
  'items',
  'properties',
  'required',
  'additionalProperties',
];

/** Every schema within a schema, itself included. */
function within(schema: Json | undefined): readonly JsonSchema[] {
  if (!isJsonObject(schema)) return [];
  const properties = isJsonObject(schema['properties']) ? Object.values(schema['properties']) : [];
  const alternatives = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  return [schema, ...[...properties, ...alternatives, schema['items']].flatMap(within)];
}

function problems(schema: JsonSchema): readonly string[] {
  return within(schema).flatMap((inner) => {
    const unknown = Object.keys(inner).filter((keyword) => !allowed.includes(keyword));
    if (inner['properties'] === undefined) return unknown;
    const names = Object.keys(inner['properties'] as object);
    const isClosed = inner['additionalProperties'] === false;
    const isRequired = JSON.stringify(inner['required']) === JSON.stringify(names);
    return [...unknown, ...(isClosed ? [] : ['open object']), ...(isRequired ? [] : ['optional property'])];
  });
}

const simple: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.constant({ type: 'string', minLength: 1, format: 'uri', pattern: '^h', $schema: 'x' }),
  fc.constant({ type: 'number', exclusiveMinimum: 0 }),
  fc.constant({ type: 'string', enum: ['a', 'b'] }),
  fc.constant({ type: ['string', 'null'], maxLength: 3 }),
  fc.constant({ const: 'fixed' }),
);
const { schema: anySchema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    simple,
    tie('schema').map((items): JsonSchema => ({ type: 'array', items, minItems: 1 })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf): JsonSchema => ({ anyOf })),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.tuple(tie('schema'), fc.boolean()))
      .map((entries): JsonSchema => ({
        type: 'object',
        properties: Object.fromEntries(Object.entries(entries).map(([name, [inner]]) => [name, inner])),
        required: Object.entries(entries).flatMap(([name, [, isRequired]]) => (isRequired ? [name] : [])),
      })),
  ),
}));

describe('strict', () => {
  test('leaves no optional property, no open object and no keyword beyond the subset, in whatever schema', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        expect(problems(strict(schema))).toEqual([]);
      }),
    );
  });

  test('takes what the original takes, and null for what may be left out', () => {
    const converted = strict(
      z.toJSONSchema(z.strictObject({ a: z.number().positive(), b: z.enum(['x']).optional() })) as JsonSchema,
    );
    expect(converted).toEqual({
      type: 'object',
      properties: { a: { type: 'number' }, b: { anyOf: [{ type: 'string', enum: ['x'] }, { type: 'null' }] } },
      required: ['a', 'b'],
      additionalProperties: false,
    });
  });
});

describe('answerSchema', () => {
  test('asks for value and quote of each field, either of which may be null', () => {
    expect(answerSchema(only('name'))).toEqual({
      type: 'object',
      properties: {
        name: {
          type: 'object',
          properties: {
            value: { type: ['string', 'null'], description: 'The name' },
            quote: { type: ['string', 'null'] },
          },
          required: ['value', 'quote'],
          additionalProperties: false,
        },
      },
      required: ['name'],
      additionalProperties: false,
    });
  });

  test.each([chair, productTarget])('of $id is strict, and takes null for every value', (target) => {
    const schema = answerSchema(target);
    expect(problems(schema)).toEqual([]);
    const answer = Object.fromEntries(target.fields.map(({ name }) => [name, { value: null, quote: null }]));
    expect(z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(answer).success).toBe(true);
  });
});
