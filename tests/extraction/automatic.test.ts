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

  test('keeps a doubtful value for which the model has none', async () => {
    const found = { ...all, name: structured('Stol', 0.3) };
    expect((await run(found)).fields).toEqual(found);
  });
});
