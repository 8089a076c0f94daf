import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { cascade } from '#extraction/cascade.ts';
import type { Extraction } from '#extraction/extraction.ts';
import type { InformedExtractor } from '#extraction/informed-extractor.ts';
import { type RouteConditions, routed } from '#extraction/routed.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeDocument } from '../fakes/document.ts';
import { chair, only } from './target.ts';

const value = (text: string, confidence: number) => ({
  value: text,
  provenance: { source: 'model', where: text, confidence } as const,
});

function answering(fields: Extraction['fields'] | Error): InformedExtractor & { readonly asked: string[][] } {
  const asked: string[][] = [];
  return {
    name: 'model',
    asked,
    extract: async (_document, schema) => {
      asked.push(schema.fields.map(({ name }) => name));
      if (fields instanceof Error) throw fields;
      return { fields };
    },
  };
}

describe('a route', () => {
  const germanAndLong = fakeDocument({ language: 'de-CH', tokenEstimate: 5_000 });
  test.each<[RouteConditions, boolean]>([
    [{}, true],
    [{ stage: 'llm_extraction' }, true],
    [{ stage: 'other' }, false],
    [{ longerThan: 4_999 }, true],
    [{ longerThan: 5_000 }, false],
    [{ shorterThan: 5_001, languages: ['fr', 'DE'] }, true],
    [{ languages: ['d'] }, false],
    [{ structuredData: true }, false],
    [{ structuredData: false }, true],
    [{ longerThan: 10, languages: ['en'] }, false],
  ])('%j: %s', async (when, taken) => {
    const [special, usual] = [answering({}), answering({})];
    const context = fakeContext({ stage: 'llm_extraction' });
    await routed([{ when, extractor: special }], usual).extract(germanAndLong, chair, context);
    expect([special.asked.length, usual.asked.length]).toEqual(taken ? [1, 0] : [0, 1]);
    expect(context.notes).toEqual(taken ? { route: 1 } : {});
  });
});

describe('a cascade', () => {
  const document = fakeDocument();

  test('asks the larger model only for what does not stand in the page', async () => {
    const small = answering({ name: value('Stool', 0.7), materials: value('red', 0.4) });
    const large = answering({ materials: value('green', 0.7) });
    const context = fakeContext();
    const { fields } = await cascade(small, large).extract(document, only('name', 'materials', 'weight'), context);
    expect(large.asked).toEqual([['materials']]);
    expect([fields['name']?.value, fields['materials']?.value]).toEqual(['Stool', 'green']);
    expect(context.notes).toEqual({ cascade: 'grounding' });
  });

  test('keeps the first value when the second is no better', async () => {
    const { fields } = await cascade(
      answering({ materials: value('red', 0.4) }),
      answering({ materials: value('blue', 0.4) }),
    ).extract(document, only('materials'), fakeContext());
    expect(fields['materials']?.value).toBe('red');
  });

  test('asks it for everything when the small one gave an answer of no use', async () => {
    const large = answering({ name: value('Stool', 0.7) });
    const useless = answering(new PipelineError('llm_output', 'no'));
    const { fields } = await cascade(useless, large).extract(document, only('name', 'materials'), fakeContext());
    expect(large.asked).toEqual([['name', 'materials']]);
    expect(fields['name']?.value).toBe('Stool');
  });

  test('leaves good answers and other failures as they are', async () => {
    const large = answering({});
    await cascade(answering({ name: value('Stool', 0.7) }), large).extract(document, chair, fakeContext());
    const refused = cascade(answering(new PipelineError('llm_refused', 'no')), large);
    await expect(refused.extract(document, chair, fakeContext())).rejects.toThrow('no');
    expect(large.asked).toEqual([]);
  });
});
