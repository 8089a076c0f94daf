import { describe, expect, test } from 'vitest';
import type { Candidate, Extraction } from '#extraction/extraction.ts';
import { grounded } from '#extraction/grounding/grounded.ts';
import { fakeContext } from '../../fakes/context.ts';
import { fakeDocument } from '../../fakes/document.ts';
import { chair } from '../target.ts';

const document = fakeDocument({
  title: 'Stool',
  specifications: [{ name: 'Weight', value: '4 kg' }],
  text: 'The  STOOL is made of solid\noak and steel.\nIn stock',
});

const candidate = (value: Candidate['value'], where: string, source: 'model' | 'json-ld' = 'model'): Candidate => ({
  value,
  provenance: { source, where, confidence: 0.7 },
});

async function ground(fields: Extraction['fields'], context = fakeContext()) {
  const extractor = grounded({ name: 'fake', extract: async () => ({ fields }) });
  return (await extractor.extract(document, chair, context)).fields;
}

describe('what is found is looked for in the page', () => {
  test('a value with its quotation stays as sure as it was, and tells where it stands', async () => {
    const { name } = await ground({ name: candidate('Stool', 'The stool is made of solid  OAK') });
    expect(name).toEqual({
      ...candidate('Stool', 'The stool is made of solid  OAK'),
      grounding: { is: 'grounded', place: 'text', passage: 'The STOOL is made of solid' },
    });
  });

  test('a value without quotation is less sure; one whose quotation is made up is doubtful; so is one that is not there', async () => {
    const { name, weight, materials } = await ground({
      name: candidate('Stool', ''),
      weight: candidate({ value: 4, unit: 'kg' }, 'weighs four kilos'),
      materials: candidate(['oak', 'brass'], 'oak and steel'),
    });
    expect(name?.provenance.confidence).toBe(0.6);
    expect(weight).toMatchObject({ provenance: { confidence: 0.45 }, grounding: { is: 'grounded' } });
    expect(materials).toMatchObject({
      provenance: { confidence: 0.4 },
      grounding: { is: 'ungrounded', reason: 'partial', missing: 'brass' },
    });
  });

  test("values of the page's own data are held to the page as well", async () => {
    const fields = await ground({
      weight: candidate({ value: 4, unit: 'kg' }, 'weight', 'json-ld'),
      price: candidate({ amount: 12 }, 'offers.price', 'json-ld'),
    });
    expect(fields['weight']?.provenance.confidence).toBe(0.7);
    expect(fields['price']).toMatchObject({ provenance: { confidence: 0.4 }, grounding: { reason: 'absent' } });
  });

  test('it is counted by who proposed the values, and what was found before is not looked for again', async () => {
    const context = fakeContext();
    const found = { is: 'grounded', place: 'url', passage: 'x' } as const;
    const fields = await ground(
      {
        name: candidate('Stool', 'Stool'),
        weight: candidate({ value: 5, unit: 'kg' }, '5 kg'),
        price: { ...candidate({ amount: 12 }, 'offers.price', 'json-ld'), grounding: found },
        availability: candidate('InStock', 'In stock'),
      },
      context,
    );
    expect(fields['price']?.grounding).toBe(found);
    expect(context.notes).toEqual({
      grounded_model: 2,
      ungrounded_model: 1,
      grounded_page: 1,
      ungrounded_page: 0,
      score_grounding: 0.75,
      label_grounding: 'partly',
      explanation_grounding: 'weight: it does not stand in the page',
    });
  });

  test('of nothing nothing is said', async () => {
    const context = fakeContext();
    await ground({}, context);
    expect(context.notes).toEqual({});
  });
});
