import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import type { TargetField } from '#extraction/target-schema.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeDocument } from '../fakes/document.ts';

const field = (name: string, more: Partial<TargetField> = {}): TargetField => ({
  name,
  description: name,
  jsonSchema: { type: 'string' },
  wanted: true,
  parse: (value: Json) => (typeof value === 'string' ? value : undefined),
  ...more,
});

async function found(fields: readonly TargetField[], rows: Readonly<Record<string, string>>, jsonLd: Json[] = []) {
  const document = fakeDocument({
    specifications: Object.entries(rows).map(([name, value]) => ({ name, value })),
    structured: { jsonLd, microdata: [], meta: {} },
  });
  const { fields: values } = await structuredExtractor().extract(
    document,
    { id: 'own/1', subject: 'lamp', fields },
    fakeContext(),
  );
  return values;
}

describe('a field with labels of its own', () => {
  const seat = field('seatHeight', { labels: ['seatHeight', 'Sitzhöhe'] });

  test.each(['Seat height', 'SEAT HEIGHT:', 'Seat-Height (cm)', 'seat height in cm', 'sitzhohe'])(
    'is found in the row "%s"',
    async (row) => {
      expect(await found([seat], { Width: '50 cm', [row]: '45 cm' })).toEqual({
        seatHeight: { value: '45 cm', provenance: { source: 'specifications', where: row, confidence: 0.75 } },
      });
    },
  );

  test('is not found in a row that only contains its name', async () => {
    expect(await found([seat], { 'Seat height of the stool': '45 cm' })).toEqual({});
  });

  test('is found in additional properties of the product', async () => {
    const product = {
      '@type': 'Product',
      name: 'Stool',
      additionalProperty: [{ '@type': 'PropertyValue', name: 'Seat Height', value: '45', unitText: 'cm' }],
    };
    expect(await found([seat], {}, [product])).toMatchObject({
      seatHeight: { value: '45 cm', provenance: { source: 'json-ld', where: 'additionalProperty.Seat Height' } },
    });
  });

  test('takes the known fact that it stands for under its own name', async () => {
    const values = await found([field('maker', { facts: ['brand'], labels: ['maker'] })], { Marke: 'Ostra' });
    expect(values).toMatchObject({ maker: { value: 'Ostra' } });
  });
});
