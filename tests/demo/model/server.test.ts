import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { modelExtractor } from '#extraction/model-extractor.ts';
import { loadPrompt } from '#extraction/prompt.ts';
import { openAiModel } from '#llm/openai-model.ts';
import { productTarget } from '#pipelines/specbook/target.ts';
import { fakeContext } from '../../fakes/context.ts';
import { fakeDocument } from '../../fakes/document.ts';

let demo: DemoModel;
beforeAll(async () => {
  demo = await startDemoModel({ port: 0 });
});
afterAll(() => demo.close());

const post = (body: string, path = '/chat/completions') => fetch(`${demo.baseUrl}${path}`, { method: 'POST', body });
const question = {
  model: 'demo-model',
  messages: [{ role: 'user', content: 'Name: Stool' }],
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'x', strict: true, schema: { type: 'object', properties: { name: { type: 'string' } } } },
  },
};

describe('with the real adapter and the shipped prompt', () => {
  const page = fakeDocument({
    title: 'Hocker Luca – Möbelhaus',
    headings: ['Hocker Luca'],
    specifications: [
      { name: 'Marke', value: 'Beispiel' },
      { name: 'Gewicht', value: '4,5 kg' },
      { name: 'Breite', value: '40 cm' },
      { name: 'Material', value: 'Eiche, Stahl' },
    ],
    text: "Preis: CHF 1'290.–\nAuf Lager, lieferbar innerhalb von 5 Tagen.",
    documents: [{ title: 'Datenblatt', url: 'https://shop.test/luca.pdf' }],
  });

  test.each(['json_schema', 'json_object'] as const)(
    'a product is read from its page (%s)',
    async (structuredOutputs) => {
      const prompt = await loadPrompt(new URL('../../../prompts/extract-product.v1.md', import.meta.url).pathname);
      const model = openAiModel({
        id: 'demo-model',
        baseUrl: demo.baseUrl,
        apiKey: 'demo',
        timeout: 30_000,
        structuredOutputs,
      });
      const extractor = modelExtractor({ model, prompt, maxOutputTokens: 2_000, maxDocumentTokens: 5_000 });
      const context = fakeContext();
      const { fields } = await extractor.extract(page, productTarget, context);
      const values = Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
      expect(values).toEqual({
        name: 'Hocker Luca',
        brand: 'Beispiel',
        price: { amount: 1290, currency: 'CHF' },
        availability: 'InStock',
        dimensions: { text: 'Breite: 40 cm', width: 40, unit: 'cm' },
        weight: { value: 4.5, unit: 'kg' },
        materials: ['Eiche', 'Stahl'],
        documents: [{ title: 'Datenblatt', url: 'https://shop.test/luca.pdf' }],
        leadTime: '5 Tagen',
      });
      expect(Object.values(fields).map(({ provenance }) => provenance.confidence)).toEqual(Array(9).fill(0.7));
      expect(context.notes).toMatchObject({
        response_model: 'demo-model',
        usage_source: 'reported',
        finish_reason: 'stop',
      });
    },
  );
});

describe('the server', () => {
  test('says on every answer that it is a stand-in, and gives the same one again', async () => {
    const [first, second] = [await post(JSON.stringify(question)), await post(JSON.stringify(question))];
    const body = (await first.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ model: 'demo-model', system_fingerprint: 'specbook-demo-stand-in' });
    expect({ ...((await second.json()) as object), id: body['id'] }).toEqual(body);
  });

  test('counts four characters as a token', async () => {
    const { usage } = (await (await post(JSON.stringify(question))).json()) as { usage: Record<string, number> };
    const answer = '{"name":"Stool"}';
    expect(usage).toMatchObject({
      prompt_tokens: Math.ceil('Name: Stool'.length / 4),
      completion_tokens: answer.length / 4,
    });
  });

  test('cuts an answer that is longer than allowed', async () => {
    const response = await post(JSON.stringify({ ...question, max_completion_tokens: 2 }));
    expect(await response.json()).toMatchObject({
      choices: [{ finish_reason: 'length', message: { content: '{"name":' } }],
      usage: { completion_tokens: 2 },
    });
  });

  test('lists its model', async () => {
    expect(await (await fetch(`${demo.baseUrl}/models`)).json()).toMatchObject({ data: [{ id: 'demo-model' }] });
  });

  test('counts chat completions only', async () => {
    const before = demo.requests();
    await fetch(`${demo.baseUrl}/models`);
    await post(JSON.stringify(question));
    await post('{');
    expect(demo.requests()).toBe(before + 2);
  });

  test.each([
    ['bad JSON', '{', '/chat/completions', 400],
    ['a body that is no object', '[]', '/chat/completions', 400],
    ['no model', JSON.stringify({ ...question, model: undefined }), '/chat/completions', 400],
    ['another model', JSON.stringify({ ...question, model: 'gpt' }), '/chat/completions', 404],
    ['no messages', JSON.stringify({ ...question, messages: [] }), '/chat/completions', 400],
    ['no schema', JSON.stringify({ ...question, response_format: { type: 'text' } }), '/chat/completions', 400],
    ['streaming', JSON.stringify({ ...question, stream: true }), '/chat/completions', 400],
    ['an unknown route', '{}', '/embeddings', 404],
    ['more than 4 MB', ' '.repeat(4 * 1024 * 1024 + 1), '/chat/completions', 413],
  ])('answers %s as OpenAI would', async (_, body, path, status) => {
    const response = await post(body, path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { message: expect.any(String), type: 'invalid_request_error' },
    });
  });

  test('a port that is taken is a mistake in demo.modelPort', async () => {
    const port = Number(new URL(demo.baseUrl).port);
    await expect(startDemoModel({ port })).rejects.toMatchObject({
      category: 'config',
      message: expect.stringContaining('demo.modelPort'),
    });
  });
});
