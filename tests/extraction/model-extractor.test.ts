import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { modelExtractor } from '#extraction/model-extractor.ts';
import { parsePrompt } from '#extraction/prompt.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeDocument } from '../fakes/document.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { chair, only } from './target.ts';

const prompt = parsePrompt('---\nid: test\nversion: 3\n---\n# System\nRead.\n# User\n{{fields}}\n{{document}}', 'a.md');
const document = fakeDocument({
  title: 'Stool',
  specifications: [{ name: 'Weight', value: '4 kg' }],
  text: 'The  STOOL is made of solid\noak and steel.',
});
const settings = { prompt, maxOutputTokens: 500, maxDocumentTokens: 1_250 };

function extract(answer: Json | Error, schema = chair, context = fakeContext()) {
  return modelExtractor({ ...settings, model: fakeLanguageModel(answer) }).extract(document, schema, context);
}

describe('the model extractor', () => {
  test('asks for all fields of the schema, by the prompt', async () => {
    const model = fakeLanguageModel({ name: null, weight: null });
    await modelExtractor({ ...settings, model }).extract(document, only('name', 'weight'), fakeContext());
    const [request] = model.requests;
    expect(request).toMatchObject({ system: 'Read.', maxOutputTokens: 500, schema: { name: 'chair_1' } });
    expect(Object.keys(request?.schema.jsonSchema['properties'] as object)).toEqual(['name', 'weight']);
    expect(request?.user).toContain('Weight: 4 kg');
  });

  test('keeps what it quotes as the place of a value, and trusts it until it is looked for', async () => {
    const { fields } = await extract({
      name: { value: 'Stool', quote: 'the stool' },
      materials: { value: ['oak', 'steel'], quote: null },
    });
    expect(fields).toEqual({
      name: { value: 'Stool', provenance: { source: 'model', where: 'the stool', confidence: 0.7 } },
      materials: { value: ['oak', 'steel'], provenance: { source: 'model', where: '', confidence: 0.7 } },
    });
  });

  test('drops nulls, also inside a value, and values that do not fit the field', async () => {
    const { fields } = await extract({
      name: { value: null, quote: null },
      price: { value: { amount: 19, currency: null }, quote: '' },
      materials: { value: [null], quote: null },
      weight: { value: { value: -4, unit: 'kg' }, quote: '4 kg' },
      color: { value: 'red', quote: 'red' },
    });
    expect(fields).toEqual({
      price: { value: { amount: 19 }, provenance: { source: 'model', where: '', confidence: 0.7 } },
    });
  });

  test('notes what it asked and what came of it', async () => {
    const context = fakeContext();
    await extract({ name: { value: 'Stool', quote: 'Stool' }, weight: null }, only('name', 'weight'), context);
    expect(context.notes).toEqual({
      model: 'fake-model',
      response_model: 'fake-model-2026',
      prompt_id: 'test',
      prompt_version: 3,
      prompt_hash: prompt.hash,
      fields_asked: 'name,weight',
      fields_answered: 'name',
      document_tokens_shown: expect.any(Number) as number,
    });
  });

  test.each<[string, Json]>([
    ['a list', []],
    ['a string', 'Stool'],
    ['an object with none of the fields', { error: 'sorry' }],
    ['a bare value', { name: 'Stool' }],
    ['a value without its wrapper', { price: { amount: 3 } }],
    ['a quotation that is no text', { name: { value: 'Stool', quote: 5 } }],
  ])('takes %s for an answer of the wrong shape', async (_, answer) => {
    await expect(extract(answer)).rejects.toMatchObject({ category: 'llm_output' });
  });
});
