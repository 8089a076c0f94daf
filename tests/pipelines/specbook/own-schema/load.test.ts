import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRecordSchema } from '#pipelines/specbook/own-schema/load.ts';

let directory: string;
beforeAll(async () => {
  // Below this folder, where a module finds zod.
  directory = await mkdtemp(join(import.meta.dirname, 'own-schema-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function load(name: string, text: string) {
  await writeFile(join(directory, name), text);
  return loadRecordSchema(join(directory, name));
}

const object = (properties: object, more: object = {}) => JSON.stringify({ type: 'object', properties, ...more });
const complaint = (text: string, name = 'own.json') =>
  load(name, text).then(
    () => 'accepted',
    (error: { readonly category: string; readonly message: string }) => `${error.category}: ${error.message}`,
  );

describe('a JSON Schema', () => {
  test('becomes fields with titles, labels, and what is required and wanted of them', async () => {
    const schema = await load(
      'chair.json',
      object(
        {
          name: { type: 'string' },
          seatHeight: { type: 'number', description: 'In centimetres', 'x-labels': ['Sitzhöhe'] },
          stackable: { type: ['boolean', 'null'], wanted: false },
          price: { $ref: '#/$defs/amount', required: true },
        },
        { title: 'Chair', required: ['name'], $defs: { amount: { type: 'number', minimum: 0 } } },
      ),
    );
    expect(schema.id).toMatch(/^chair\/[\da-f]{12}$/u);
    expect(schema.target).toMatchObject({
      subject: 'chair',
      fields: [
        { name: 'name', title: 'Name', facts: ['name'], isRequired: true, wanted: true },
        { name: 'seatHeight', title: 'Seat height', description: 'In centimetres', isRequired: false },
        { name: 'stackable', shape: { kind: 'boolean' }, wanted: false },
        { name: 'price', facts: ['price'], isRequired: true, jsonSchema: { type: 'number', minimum: 0 } },
      ],
    });
    expect(schema.target.fields[1]?.labels).toContain('Sitzhöhe');
    expect(schema.columns.map(({ name }) => name)).toEqual(['name', 'seatHeight', 'stackable', 'price']);
  });

  test('may be YAML', async () => {
    const schema = await load('own.yaml', 'type: object\nproperties:\n  colour: { enum: [red, blue] }\n');
    expect(schema.target.fields).toMatchObject([{ name: 'colour', facts: ['finishes'] }]);
  });

  test('without a name is titled by its first required text', async () => {
    const fields = { code: { type: 'string' }, designation: { type: 'string' } };
    expect((await load('a.json', object(fields, { required: ['designation'] }))).roles.title).toBe('designation');
  });

  test('has another identity when anything in it changes', async () => {
    const one = await load('one.json', object({ name: { type: 'string' } }));
    const same = await load('two.json', object({ name: { type: 'string' } }));
    const other = await load('one.json', object({ name: { type: 'string', maxLength: 9 } }));
    expect(same.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });

  test.each<readonly [string, string, RegExp]>([
    ['that is no JSON', '{ "type": ', /own\.json: cannot be read: /u],
    ['of another type', JSON.stringify({ type: 'array' }), /own\.json, type: expected "object"/u],
    ['without properties', object({}), /own\.json, properties: is empty/u],
    ['with a type that does not exist', object({ a: { type: 'text' } }), /own\.json, properties\.a\.type: /u],
    [
      'with a mistyped keyword',
      object({ a: { type: 'string', minLenght: 3 } }),
      /properties\.a\.minLenght: is not supp/u,
    ],
    [
      'with a keyword’s value of another type',
      object({ a: { type: 'string', minLength: '3' } }),
      /a\.minLength: expected n/u,
    ],
    ['without a type', object({ a: { description: 'x' } }), /properties\.a\.type: is null, expected one of string/u],
    ['with several types', object({ a: { type: ['string', 'number'] } }), /properties\.a\.type: is .*expected one of/u],
    [
      'with a list of lists',
      object({ a: { type: 'array', items: { type: 'array', items: { type: 'string' } } } }),
      /properties\.a\.items\.type: is "array"/u,
    ],
    ['with a list of nothing', object({ a: { type: 'array' } }), /properties\.a\.items/u],
    [
      'with deep objects',
      object({ a: { type: 'object', properties: { b: { type: 'object', properties: { c: { type: 'string' } } } } } }),
      /properties\.a\.properties\.b\.type: is "object"/u,
    ],
    ['with a pattern that is none', object({ a: { type: 'string', pattern: '(' } }), /properties\.a: Invalid regular/u],
    ['that refers to what is not there', object({ a: { $ref: '#/$defs/x' } }), /properties\.a: .*#\/\$defs\/x/u],
    [
      'that refers to another file',
      object({ a: { $ref: 'other.json' } }),
      /properties\.a\.\$ref: expected a reference within/u,
    ],
    [
      'that goes in a circle',
      object(
        { a: { $ref: '#/$defs/n' } },
        { $defs: { n: { type: 'object', properties: { n: { $ref: '#/$defs/n' } } } } },
      ),
      /properties\.a/u,
    ],
    [
      'that requires what it does not have',
      object({ a: { type: 'string' } }, { required: ['a', 'b'] }),
      /required\.1: expected the name/u,
    ],
    [
      'with a name that every object has',
      object({ constructor: { type: 'string' } }),
      /properties\.constructor: cannot be a name/u,
    ],
    [
      'with a name of our columns',
      object({ verdict: { type: 'string' } }),
      /properties\.verdict: its column verdict is taken/u,
    ],
    [
      'with two fields for one column',
      object({ a_b: { type: 'string' }, a: { type: 'object', properties: { b: { type: 'string' } } } }),
      /properties\.a: its column a_b is taken by a_b/u,
    ],
    ['with options of several types', object({ a: { enum: ['x', 3] } }), /properties\.a\.enum: holds several types/u],
  ])('%s is complained about with its place', async (_, text, expected) => {
    const said = await complaint(text);
    expect(said).toMatch(/^config: extraction\.schema \(--schema\): /u);
    expect(said).toMatch(expected);
  });
});

describe('a zod file', () => {
  const zod = (code: string) => `import { z } from 'zod';\nexport const schema = ${code};\n`;

  test('becomes fields; what may be left out is not required', async () => {
    const schema = await load(
      'own.ts',
      zod(`z.object({
        name: z.string().describe('What it is called'),
        power: z.number().optional().meta({ title: 'Power', labels: ['Leistung'], wanted: false }),
        madeBy: z.string().meta({ required: false }),
      }).meta({ title: 'Lamp' }) satisfies z.ZodObject`),
    );
    expect(schema.target).toMatchObject({
      subject: 'lamp',
      fields: [
        { name: 'name', description: 'What it is called', isRequired: true },
        { name: 'power', isRequired: false, wanted: false },
        { name: 'madeBy', title: 'Made by', isRequired: false },
      ],
    });
  });

  test('checks by code count, in the identity too', async () => {
    const one = await load('a.mjs', zod(`z.object({ code: z.string().refine((text) => text.length === 3) })`));
    const two = await load('b.mjs', zod(`z.object({ code: z.string().refine((text) => text.length === 4) })`));
    expect(one.target.fields[0]?.parse('abcd')).toBeUndefined();
    expect(two.target.fields[0]?.parse('abcd')).toBe('abcd');
    expect(one.id).not.toBe(two.id);
  });

  test('reads numbers before it coerces them', async () => {
    const schema = await load('c.mjs', zod(`z.object({ height: z.coerce.number(), stackable: z.coerce.boolean() })`));
    expect(schema.target.fields.map(({ parse }) => parse('45 cm'))).toEqual([45, undefined]);
    expect(schema.target.fields[1]?.parse('no')).toBe(false);
  });

  test.each<readonly [string, string, RegExp]>([
    [
      'without the export',
      'export const other = 1;',
      /own.*\.mjs: expected an export named schema that is a z\.object/u,
    ],
    ['that exports no object', zod('z.string()'), /expected an export named schema that is a z\.object/u],
    ['that does not load', 'import "nowhere";', /cannot be loaded: .*nowhere/u],
    ['with dates', zod('z.object({ when: z.date() })'), /schema\.shape\.when: cannot be stored as JSON \(Date cannot/u],
    [
      'with transforms',
      zod('z.object({ a: z.string().transform(Number) })'),
      /schema\.shape\.a: cannot be stored as JSON/u,
    ],
    [
      'with a record',
      zod('z.object({ a: z.record(z.string(), z.number()) })'),
      /schema\.shape\.a\.properties: is empty/u,
    ],
    [
      'with words of another type',
      zod('z.object({ a: z.string().meta({ wanted: "yes" }) })'),
      /schema\.shape\.a\.wanted: expected boolean/u,
    ],
  ])('%s is complained about', async (name, text, expected) => {
    expect(await complaint(text, `own-${name.replaceAll(' ', '-')}.mjs`)).toMatch(expected);
  });

  test('whose check throws says so', async () => {
    const schema = await load('d.mjs', zod(`z.object({ a: z.string().refine(() => { throw new Error('oh') }) })`));
    expect(() => schema.target.fields[0]?.parse('x')).toThrow(/schema\.shape\.a: its check cannot be run: Error: oh/u);
  });
});

test('a file of another kind, or that is not there', async () => {
  expect(await complaint('', 'own.txt')).toMatch(/own\.txt: expected a file that ends in \.json/u);
  await expect(loadRecordSchema(join(tmpdir(), 'nowhere-at-all.json'))).rejects.toThrow(
    /nowhere-at-all\.json: cannot be read/u,
  );
});
