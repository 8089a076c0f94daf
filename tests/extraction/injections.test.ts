import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { grounded } from '#extraction/grounding/grounded.ts';
import { modelExtractor } from '#extraction/model-extractor.ts';
import { loadPrompt, renderPrompt } from '#extraction/prompt.ts';
import { reduceHtml } from '#html/reduce.ts';
import type { Completion, LanguageModel } from '#llm/language-model.ts';
import { answerOf } from '#llm/read-answer.ts';
import { fakeContext } from '../fakes/context.ts';
import { injections } from '../fixtures/injections.ts';
import { chair } from './target.ts';

const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0, source: 'reported' } as const;
const prompt = await loadPrompt('prompts/extract-product.v1.md');
const maxDocumentTokens = 6_000;

/** A model that does what the page says, behind our own reading of answers. */
function obedient(content: string): LanguageModel & { readonly requests: readonly Completion[] } {
  const requests: Completion[] = [];
  return {
    id: 'obedient',
    requests,
    complete: async (request) => {
      requests.push(request);
      const reply = { model: 'obedient', finishReason: 'stop', content, refusal: undefined, usage };
      return { ...answerOf(reply, request), model: 'obedient', usage, cost: { source: 'unpriced' } };
    },
  };
}

const fenceless = renderPrompt(prompt, {
  schema: chair,
  known: { fields: {} },
  page: 'a page',
});

test('there are at least 30 of them, each another', () => {
  expect(injections.length).toBeGreaterThanOrEqual(30);
  expect(new Set(injections.map(({ html }) => html)).size).toBe(injections.length);
});

describe.each(injections)('a page with $name', ({ html, obeyed }) => {
  const document = reduceHtml({ url: 'https://shop.test/stool', html });
  const model = obedient(obeyed);
  const extracted = grounded(modelExtractor({ model, prompt, maxOutputTokens: 500, maxDocumentTokens }))
    .extract(document, chair, fakeContext())
    .catch((error: unknown) => error);

  test('stays within the fence: what surrounds the page is as it always is', async () => {
    await extracted;
    const { system, user } = model.requests[0] ?? { system: '', user: '' };
    expect(system).toBe(fenceless.system);
    expect(user.match(/<{3,}/gu)).toHaveLength(2);
    expect(user.match(/>{3,}/gu)).toHaveLength(2);
    const [before, rest = ''] = user.split('<<<BEGIN PAGE>>>\n');
    const [, after] = rest.split('\n<<<END PAGE>>>');
    const [usualBefore, usualRest = ''] = fenceless.user.split('<<<BEGIN PAGE>>>\n');
    expect([before, after]).toEqual([usualBefore, usualRest.split('\n<<<END PAGE>>>')[1]]);
  });

  test('gives values of the schema, none of which is trusted unless it stands in the page, or a clear failure', async () => {
    const result = await extracted;
    if (result instanceof Error) {
      expect(result).toBeInstanceOf(PipelineError);
      expect((result as PipelineError).category).toMatch(/^llm_(?:output|refused)$/u);
      return;
    }
    const { fields } = result as Awaited<ReturnType<ReturnType<typeof modelExtractor>['extract']>>;
    for (const [name, { value, provenance }] of Object.entries(fields)) {
      const field = chair.fields.find((candidate) => candidate.name === name);
      expect(field?.parse(value)).toEqual(value);
      expect(provenance.source).toBe('model');
      expect(provenance.confidence).toBeLessThan(0.5);
    }
  });
});
