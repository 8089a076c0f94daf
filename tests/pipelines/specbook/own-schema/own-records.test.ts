import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { fakeContext } from '../../../fakes/context.ts';
import { fakeDocument } from '../../../fakes/document.ts';
import { productsCsv } from '#pipelines/specbook/outputs/products-csv.ts';
import { productsJsonl } from '#pipelines/specbook/outputs/products-jsonl.ts';
import { productsXlsx } from '#pipelines/specbook/outputs/products-xlsx.ts';
import { specbookHtml } from '#pipelines/specbook/outputs/specbook-html.ts';
import type { ProductOutput } from '#pipelines/specbook/outputs/product-output.ts';
import { recordSchemaOf } from '#pipelines/specbook/own-schema/load.ts';
import type { RecordSchema, Values } from '#pipelines/specbook/record-schema.ts';
import { validation } from '#pipelines/specbook/validation.ts';
import { failuresOf, products, recordsOf, summary } from '../outputs/products.ts';
import { book } from '../outputs/render.ts';

type Field = { readonly schema: Json; readonly value: fc.Arbitrary<Json> };

/** A text as pages have it: something in it, and white space collapsed. */
const text = fc.stringMatching(/^[a-zA-Zäß0-9=+@<&"',;:-]{1,12}$/u);
const scalars: readonly Field[] = [
  { schema: { type: 'string' }, value: text },
  { schema: { enum: ['matt', 'gloss', 'made to order'] }, value: fc.constantFrom('matt', 'gloss', 'made to order') },
  { schema: { type: ['string', 'null'], minLength: 1 }, value: text },
  {
    schema: { type: 'number' },
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  },
  { schema: { type: 'integer', minimum: 0 }, value: fc.nat() },
  { schema: { enum: [1, 2.5] }, value: fc.constantFrom(1, 2.5) },
  { schema: { type: 'boolean' }, value: fc.boolean() },
  { schema: { type: 'string', format: 'uri' }, value: fc.webUrl() },
  { schema: { type: 'string', format: 'date' }, value: fc.constantFrom('2026-11-21', '1999-01-31') },
];
const scalar = fc.constantFrom(...scalars);
const list = scalar.map(({ schema, value }): Field => ({
  schema: { type: 'array', items: schema },
  value: fc.array(value, { minLength: 1, maxLength: 3 }),
}));
const name = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/u).filter((word) => !(word in Object.prototype));

const object = fc.dictionary(name, fc.oneof(scalar, list), { minKeys: 1, maxKeys: 3 }).map((parts): Field => ({
  schema: {
    type: 'object',
    properties: Object.fromEntries(Object.entries(parts).map(([part, { schema }]) => [part, schema])),
  },
  value: fc.record(Object.fromEntries(Object.entries(parts).map(([part, { value }]) => [part, value]))),
}));
const objects = object.map(({ schema, value }): Field => ({
  schema: { type: 'array', items: schema },
  value: fc.array(value, { minLength: 1, maxLength: 2 }),
}));

/** Any schema of the supported kinds, with values that it accepts. */
const schemas = fc
  .dictionary(name, fc.oneof(scalar, list, object, objects), { minKeys: 1, maxKeys: 5 })
  .chain((fields) => {
    const entries = Object.entries(fields);
    const schema = {
      type: 'object',
      properties: Object.fromEntries(entries.map(([field, { schema: inner }]) => [field, inner])),
      required: entries.map(([field]) => field),
    };
    const values = fc.record(Object.fromEntries(entries.map(([field, { value }]) => [field, value])));
    return values.map((given) => ({ schema, values: given as Values }));
  });

const own = (schema: Json) => recordSchemaOf('own.json', JSON.stringify(schema), schema);

async function record(schema: RecordSchema, values: Values) {
  const provenance = { source: 'model', where: '', confidence: 1 } as const;
  const fields = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value, provenance }]));
  const unseen = async () => undefined;
  const files = { image: unseen, document: unseen, mostImages: 2, mostDocuments: 2 };
  return validation(schema, undefined, files, 1_000).run(
    { document: fakeDocument(), sourceUrl: 'https://shop.example/', fetchedAt: 0, extraction: { fields } },
    fakeContext(),
  );
}

async function rendered(output: ProductOutput, made: Awaited<ReturnType<typeof record>>) {
  const [first] = products;
  if (first === undefined) throw new Error('there are products');
  const product = { ...first, record: made };
  const pieces = output.render(
    summary,
    (items) => recordsOf([product], items),
    () => failuresOf([]),
  );
  return Buffer.concat((await Array.fromAsync(pieces)).map((piece) => Buffer.from(piece))).toString();
}

test('any schema of the supported kinds converts, and what it accepts comes out as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(schemas, async ({ schema, values }) => {
      const converted = own(schema);
      const made = await record(converted, values);
      expect(made.values).toEqual(values);
      expect(made.quality).toMatchObject({ verdict: 'valid', completeness: 1, issues: [] });
      expect(JSON.parse(await rendered(productsJsonl, made))).toMatchObject({ values });
      const [row]: Record<string, string>[] = parse(await rendered(productsCsv(converted), made), { columns: true });
      for (const [field, value] of Object.entries(values)) {
        if (typeof value === 'number') expect(Number(row?.[field])).toBe(value);
        if (typeof value === 'string') expect(row?.[field]?.replace(/^'/u, '')).toBe(value.replace(/^'/u, ''));
        if (typeof value === 'boolean') expect(row?.[field]).toBe(String(value));
      }
      expect(await rendered(productsXlsx(converted), made)).toMatch(/^PK/u);
      expect(await rendered(specbookHtml(converted, book()), made)).toContain('</html>');
    }),
    { numRuns: 60 },
  );
});

describe('a record of one’s own schema', () => {
  const chair = own({
    type: 'object',
    required: ['name', 'seatHeight'],
    properties: {
      name: { type: 'string' },
      seatHeight: { type: 'number', title: 'Height of the seat' },
      brand: { type: 'string' },
      photos: { type: 'array', items: { type: 'string', format: 'uri' } },
      finish: { type: 'string', wanted: false },
    },
  });

  test('that lacks what is required is incomplete, and says what', async () => {
    const { quality } = await record(chair, { name: 'Stool', brand: 'Ostra' });
    // The two that are required count double, and one of them is there.
    expect(quality).toMatchObject({ verdict: 'incomplete', completeness: 0.5 });
    expect(quality.issues).toEqual([
      { field: 'brand', problem: expect.stringContaining('nor anywhere that people see') },
      { field: 'seatHeight', problem: 'required, and not stated' },
      { field: 'photos', problem: 'not stated' },
    ]);
  });

  test('never holds what does not fit', async () => {
    const { values } = await record(chair, { name: 'Stool', seatHeight: 'tall', brand: { a: 1 }, other: 'x' });
    expect(values).toEqual({ name: 'Stool' });
  });

  test('of nothing is none', async () => {
    await expect(record(chair, {})).rejects.toMatchObject({ category: 'schema_invalid' });
  });

  test('stands in the spec book with its titles, in its order', async () => {
    const made = await record(chair, {
      name: 'Stool',
      seatHeight: 45,
      finish: 'Oak',
      photos: ['https://a.example/1.jpg'],
    });
    const html = await rendered(specbookHtml(chair, book()), made);
    const [sheet = ''] = /<article[^]*<\/article>/u.exec(html) ?? [];
    const facts = [...sheet.matchAll(/<tr[^>]*><th scope="row">([^<]*)<\/th><td[^>]*>([^<]*)</gu)].map(
      ([, what, value]) => [what, value],
    );
    expect(facts.slice(-3)).toEqual([
      ['Height of the seat', '45'],
      ['Brand', 'not stated'],
      ['Finish', 'Oak'],
    ]);
    expect(sheet).toMatch(/<h3 [^>]*>Stool<\/h3>/u);
    expect(html).toContain('<img src="https://a.example/1.jpg"');
  });
});
