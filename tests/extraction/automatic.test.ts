import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { automaticExtractor } from '#extraction/automatic.ts';
import type { Candidate, Extraction } from '#extraction/extraction.ts';
import type { InformedExtractor } from '#extraction/informed-extractor.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeDocument } from '../fakes/document.ts';
import { chair } from './target.ts';

const structured = (value: Json, confidence: number): Candidate => ({
  value,
  provenance: { source: 'json-ld', where: 'x', confidence },
});
const model = (value: Json, confidence: number): Candidate => ({
  value,
  provenance: { source: 'model', where: 'x', confidence },
});

async function run(found: Extraction['fields'], answered: Extraction['fields'] = {}) {
  const asked: string[][] = [];
  const known: (Extraction | undefined)[] = [];
  const second: InformedExtractor = {
    name: 'model',
    extract: async (_, schema, __, certain) => {
      asked.push(schema.fields.map(({ name }) => name));
      known.push(certain);
      return { fields: answered };
    },
  };
  const first = { name: 'structured', extract: async () => ({ fields: found }) };
  const extractor = automaticExtractor({ structured: first, model: second });
  const { fields } = await extractor.extract(fakeDocument(), chair, fakeContext());
  return { fields, asked, known };
}

const all = {
  name: structured('Stool', 0.9),
  price: structured({ amount: 1 }, 0.9),
  weight: structured({ value: 4, unit: 'kg' }, 0.9),
  materials: structured(['oak'], 0.5),
};

describe('the automatic extractor', () => {
  test('makes no call when nothing wanted is missing or in doubt', async () => {
    expect(await run(all)).toEqual({ fields: all, asked: [], known: [] });
  });

  test('asks only for what is missing or doubtful, and tells what is certain', async () => {
    const { price: _, ...rest } = all;
    const found = { ...rest, weight: structured({ value: 4, unit: 'kg' }, 0.49) };
    const { asked, known } = await run(found);
    expect(asked).toEqual([['price', 'weight']]);
    expect(known).toEqual([{ fields: { name: all.name, materials: all.materials } }]);
  });

  test('adds what was missing and replaces what is trusted less', async () => {
    const found = { ...all, name: structured('Stol', 0.3), materials: structured(['oak?'], 0.45) };
    const { fields } = await run(found, { name: model('Stool', 0.7), materials: model(['ash'], 0.4) });
    expect(fields).toEqual({ ...found, name: model('Stool', 0.7) });
  });

  test('a doubtful value that the model gives as well is doubtful no longer, unless it is not in the page', async () => {
    const found = { ...all, name: structured('Stool', 0.4) };
    const { fields } = await run(found, { name: model('STOOL', 0.7) });
    expect(fields['name']).toMatchObject({
      value: 'STOOL',
      provenance: { source: 'model', confidence: 0.82, agreeing: [{ source: 'json-ld' }] },
    });
    const grounding = { is: 'ungrounded', reason: 'absent', missing: 'stool' } as const;
    const madeUp = await run(found, { name: { ...model('Stool', 0.45), grounding } });
    expect(madeUp.fields['name']).toMatchObject({ provenance: { confidence: 0.4 }, grounding });
  });

  test('a price that the model contradicts is trusted less', async () => {
    const found = { ...all, price: structured({ amount: 1 }, 0.45) };
    const { fields } = await run(found, { price: model({ amount: 2 }, 0.7) });
    expect(fields['price']?.value).toEqual({ amount: 2 });
    expect(fields['price']?.provenance).toMatchObject({ disagreeing: [{ source: 'json-ld', value: { amount: 1 } }] });
    expect(fields['price']?.provenance.confidence).toBeLessThan(0.7);
  });

  test('keeps a doubtful value for which the model has none', async () => {
    const found = { ...all, name: structured('Stol', 0.3) };
    expect((await run(found)).fields).toEqual(found);
  });
});
