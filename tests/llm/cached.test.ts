import { describe, expect, test } from 'vitest';
import { openCache } from '#cache/cache-database.ts';
import { sqliteAnswerCache } from '#cache/sqlite-answer-cache.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { AnswerCache } from '#llm/answer-cache.ts';
import { type AnswerCaching, cached } from '#llm/cached.ts';
import type { Completion, CompletionResult, LanguageModel } from '#llm/language-model.ts';
import { observed } from '#llm/observed.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { recordingObserver } from '../fakes/observer.ts';
import { completion } from './completion.ts';

const answerer = { provider: 'https://models.test/v1', model: 'fake-model', parameters: { temperature: 0 } };
const caching = (changed: Partial<AnswerCaching> = {}): AnswerCaching => ({
  answers: sqliteAnswerCache(openCache(':memory:')),
  answerer,
  mode: 'use',
  commitFacts: async () => undefined,
  ...changed,
});

describe('an answer', () => {
  test('is asked for once, and costs nothing from then on', async () => {
    const inner = fakeLanguageModel({ name: 'Stool' }, { name: 'other' });
    const model = cached(inner, caching());
    const first = await model.complete(completion, fakeContext());
    const context = fakeContext({ item: { id: 'item-2', key: 'k', input: '' } });
    const second = await model.complete(completion, context);
    expect(second).toEqual({ ...first, cost: { source: 'reported', amount: 0, priceVersion: 'answer cache' } });
    expect(inner.requests).toHaveLength(1);
    expect(context.notes).toEqual({
      model: 'fake-model',
      cache: 'hit',
      response_model: 'fake-model-2026',
      recovery: 'none',
      repairs: 0,
    });
  });

  test.each<[string, Partial<Completion>, Partial<typeof answerer>]>([
    ['instructions', { system: 'Be brief.' }, {}],
    ['question', { user: 'Name: Table' }, {}],
    ['schema', { schema: { name: 'thing', jsonSchema: { type: 'object' } } }, {}],
    ['longest answer', { maxOutputTokens: 101 }, {}],
    ['repeat', { repeat: 1 }, {}],
    ['model', {}, { model: 'other' }],
    ['provider', {}, { provider: 'https://other.test/v1' }],
    ['parameters', {}, { parameters: { temperature: 1 } }],
  ])('to another %s is another', async (_, request, who) => {
    const answers = sqliteAnswerCache(openCache(':memory:'));
    const inner = fakeLanguageModel({ name: 'Stool' });
    await cached(inner, caching({ answers })).complete(completion, fakeContext());
    const other = cached(inner, caching({ answers, answerer: { ...answerer, ...who } }));
    await other.complete({ ...completion, ...request }, fakeContext());
    expect(inner.requests).toHaveLength(2);
  });

  test('is kept before it is used, and after its facts are stored', async () => {
    const order: string[] = [];
    const answers: AnswerCache = {
      get: async () => undefined,
      put: async () => {
        await Promise.resolve();
        order.push('kept');
      },
    };
    const commitFacts = async (item: string) => {
      await Promise.resolve();
      order.push(`facts of ${item}`);
    };
    await cached(fakeLanguageModel({ name: 'x' }), caching({ answers, commitFacts })).complete(
      completion,
      fakeContext(),
    );
    order.push('used');
    expect(order).toEqual(['facts of item-1', 'kept', 'used']);
  });

  test('is kept without what the provider said about its limits at that moment', async () => {
    const inner = fakeLanguageModel({ name: 'Stool' });
    const limits = [{ limit: 'requests', remaining: 3 }] as unknown as NonNullable<CompletionResult['limits']>;
    const saying: LanguageModel = {
      id: 'saying',
      complete: async (request, context) => ({ ...(await inner.complete(request, context)), limits }),
    };
    const model = cached(saying, caching());
    expect(await model.complete(completion, fakeContext())).toHaveProperty('limits');
    expect(await model.complete(completion, fakeContext())).not.toHaveProperty('limits');
  });

  test('that fails is not kept', async () => {
    const inner = fakeLanguageModel(new PipelineError('llm_output', 'no'), { name: 'Stool' });
    const model = cached(inner, caching());
    await expect(model.complete(completion, fakeContext())).rejects.toThrow('no');
    expect((await model.complete(completion, fakeContext())).answer).toEqual({ name: 'Stool' });
  });

  test('that is asked for twice at once is asked for once; if that fails, the other asks', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let calls = 0;
    const inner: LanguageModel = {
      id: 'slow',
      complete: async (request, context) => {
        await gates[calls++]?.promise;
        return fakeLanguageModel({ name: 'Stool' }).complete(request, context);
      },
    };
    const model = cached(inner, caching());
    const asked = [1, 2, 3].map(() => model.complete(completion, fakeContext()));
    gates[0]?.reject(new PipelineError('llm_provider', 'down'));
    gates[1]?.resolve();
    const ends = await Promise.allSettled(asked);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(calls).toBe(2);
  });
});

describe('the mode', () => {
  test('only: never asks', async () => {
    const inner = fakeLanguageModel({ name: 'Stool' });
    const model = cached(inner, caching({ mode: 'only' }));
    await expect(model.complete(completion, fakeContext())).rejects.toMatchObject({ category: 'not_cached' });
    expect(inner.requests).toEqual([]);
  });

  test('off: neither looks nor keeps', async () => {
    const answers = sqliteAnswerCache(openCache(':memory:'));
    const inner = fakeLanguageModel({ name: 'Stool' });
    const context = fakeContext();
    await cached(inner, caching({ answers, mode: 'off' })).complete(completion, context);
    await cached(inner, caching({ answers })).complete(completion, fakeContext());
    expect(inner.requests).toHaveLength(2);
    expect(context.notes).toMatchObject({ cache: 'bypassed' });
  });

  test('refresh: asks anew, but once a run, so that what was paid for survives a resume', async () => {
    const inner = fakeLanguageModel({ name: 'old' }, { name: 'new' });
    const answers = sqliteAnswerCache(openCache(':memory:'));
    await cached(inner, caching({ answers })).complete(completion, fakeContext({ run: 'run-1' }));
    const refreshing = cached(inner, caching({ answers, mode: 'refresh' }));
    for (const _ of [1, 2]) {
      const { answer } = await refreshing.complete(completion, fakeContext({ run: 'run-2' }));
      expect(answer).toEqual({ name: 'new' });
    }
    expect(inner.requests).toHaveLength(2);
  });
});

test('two completions of one stage leave two facts', async () => {
  const observer = recordingObserver();
  const model = observed(cached(fakeLanguageModel({ name: 'Stool' }), caching()), observer, 'completion');
  const context = fakeContext();
  await model.complete(completion, context);
  await model.complete(completion, context);
  expect(observer.facts.map(({ kind, attempt, attributes }) => [kind, attempt, attributes['cache']])).toEqual([
    ['completion', 1, 'miss'],
    ['completion', 2, 'hit'],
  ]);
});
