import { expect, test } from 'vitest';
import type { TargetSchema } from '#extraction/target-schema.ts';
import { coverageNotes } from '#pipelines/specbook/coverage.ts';

const schema = (...names: readonly string[]): TargetSchema => ({
  id: 'things/1',
  subject: 'thing',
  fields: names.map((name) => ({ name, description: name, jsonSchema: {}, wanted: true, parse: () => undefined })),
});

test('the fields that have a value, and those that have none', () => {
  const fields = schema('name', 'price', 'fire rating');
  expect(coverageNotes(fields, { name: 'Stool', 'fire rating': 'B' })).toEqual({
    fields_found: 'name,fire rating',
    fields_missing: 'price',
  });
  expect(coverageNotes(fields, { name: 'Stool', price: 1, 'fire rating': 'B' })).toEqual({
    fields_found: 'name,price,fire rating',
  });
  expect(coverageNotes(schema('toString'), {})).toEqual({ fields_missing: 'toString' });
});

test('a name of the user’s own does not become two', () => {
  expect(coverageNotes(schema('width, mm'), {})).toEqual({ fields_missing: 'width  mm' });
});
