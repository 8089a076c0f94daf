import { describe, expect, test } from 'vitest';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RetryPolicy } from '#core/retry.ts';
import { observed } from '#llm/observed.ts';
import { resilient } from '#llm/resilient.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { recordingObserver } from '../fakes/observer.ts';
import { completion } from './completion.ts';

const policy: RetryPolicy = { retries: 2, base: 1_000, cap: 8_000, patience: 120_000, longestWaitInPlace: 30_000 };
const output = () => new PipelineError('llm_output', 'not JSON');

describe('resilient(observed(model))', () => {
  test('tries again, and every attempt leaves its own fact', async () => {
    const observer = recordingObserver();
    const clock = fakeClock({ autoAdvance: true });
    const model = resilient(observed(fakeLanguageModel(output(), { name: 'Stool' }), observer, 'model_call'), policy);
    const result = await model.complete(completion, fakeContext({ clock, stage: 'llm_extraction' }));
    expect(result.answer).toEqual({ name: 'Stool' });
    expect(observer.facts.map(({ kind, stage, attempt, outcome }) => ({ kind, stage, attempt, outcome }))).toEqual([
      { kind: 'model_call', stage: 'llm_extraction', attempt: 1, outcome: 'llm_output' },
      { kind: 'model_call', stage: 'llm_extraction', attempt: 2, outcome: 'ok' },
    ]);
    expect(observer.scopes.map(({ name }) => name)).toEqual(['fake-model', 'fake-model']);
    expect(clock.sleeps).toHaveLength(1);
  });

  test('gives up when the retries are spent', async () => {
    const inner = fakeLanguageModel(output());
    const context = fakeContext({ clock: fakeClock({ autoAdvance: true }) });
    await expect(resilient(inner, policy).complete(completion, context)).rejects.toMatchObject({
      category: 'llm_output',
    });
    expect(inner.requests).toHaveLength(1 + policy.retries);
  });

  test('does not repeat what cannot change', async () => {
    const inner = fakeLanguageModel(new PipelineError('llm_refused', 'no'));
    await expect(resilient(inner, policy).complete(completion, fakeContext())).rejects.toMatchObject({
      category: 'llm_refused',
    });
    expect(inner.requests).toHaveLength(1);
  });

  test('parks for as long as the provider asks', async () => {
    const inner = fakeLanguageModel(new PipelineError('llm_rate_limited', 'slow', { retryAfter: 45_000 }));
    const context = fakeContext();
    const parked: unknown = await resilient(inner, policy)
      .complete(completion, context)
      .catch((thrown: unknown) => thrown);
    expect(parked).toBeInstanceOf(Park);
    expect(parked).toMatchObject({ until: context.clock.now() + 45_000, category: 'llm_rate_limited' });
  });

  test('gives an answer of no use back to be mended, once and at once', async () => {
    const problems = ['price: expected number, not string'];
    const useless = new PipelineError('llm_output', 'no', { details: { answer: '{}', problems }, retryAfter: 0 });
    const clock = fakeClock({ autoAdvance: true });
    const inner = fakeLanguageModel(useless, useless, { name: 'Stool' });
    await resilient(inner, policy).complete(completion, fakeContext({ clock }));
    expect(inner.requests).toEqual([completion, { ...completion, repair: { answer: '{}', problems } }, completion]);
    expect(clock.sleeps).toEqual([0, 0]);
  });

  test('asks for an answer that was cut off with more room, within bounds', async () => {
    const short = new PipelineError('llm_output', 'cut off', { details: { cut_off: true }, retryAfter: 0 });
    const inner = fakeLanguageModel(short);
    const context = fakeContext({ clock: fakeClock({ autoAdvance: true }) });
    await expect(resilient(inner, { ...policy, retries: 3 }).complete(completion, context)).rejects.toThrow('cut off');
    expect(inner.requests.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([100, 200, 400, 400]);
  });
});
