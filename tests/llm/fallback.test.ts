import { describe, expect, test } from 'vitest';
import type { FailureCategory } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RetryPolicy } from '#core/retry.ts';
import { type Candidate, fallback, fallbackCategories } from '#llm/fallback.ts';
import type { LanguageModel } from '#llm/language-model.ts';
import { modelHealth } from '#llm/model-health.ts';
import { observed } from '#llm/observed.ts';
import { resilient } from '#llm/resilient.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';
import { type FakeLanguageModel, fakeLanguageModel } from '../fakes/language-model.ts';
import { recordingObserver } from '../fakes/observer.ts';
import { completion } from './completion.ts';

const policy = { on: fallbackCategories, patience: 600_000 };
const retries: RetryPolicy = { retries: 1, base: 1_000, cap: 8_000, patience: 120_000, longestWaitInPlace: 30_000 };
const failing = (category: FailureCategory) => new PipelineError(category, category);
const named = (id: string, model: LanguageModel): LanguageModel => ({ ...model, id });
const candidate = (model: LanguageModel): Candidate => ({ model, health: modelHealth() });

function pair(first: FakeLanguageModel, second: FakeLanguageModel, on: readonly FailureCategory[] = policy.on) {
  return fallback([candidate(named('small', first)), candidate(named('large', second))], { ...policy, on });
}

describe('the next model', () => {
  test.each(fallbackCategories)('is asked after %s', async (category) => {
    const [first, second] = [fakeLanguageModel(failing(category)), fakeLanguageModel({ name: 'Stool' })];
    const context = fakeContext();
    expect((await pair(first, second).complete(completion, context)).answer).toEqual({ name: 'Stool' });
    expect(context.notes).toMatchObject({ fallback: 'large' });
  });

  test('is not asked after a failure that is not named, or that it would have as well', async () => {
    const second = fakeLanguageModel({ name: 'Stool' });
    for (const category of ['config', 'budget_exceeded', 'llm_refused'] as const) {
      const model = pair(fakeLanguageModel(failing(category)), second, ['llm_timeout']);
      await expect(model.complete(completion, fakeContext())).rejects.toMatchObject({ category });
    }
    expect(second.requests).toEqual([]);
  });

  test('is not asked when the item was stopped', async () => {
    const stop = new AbortController();
    stop.abort(failing('cancelled'));
    const second = fakeLanguageModel({ name: 'Stool' });
    const model = pair(fakeLanguageModel(failing('llm_timeout')), second);
    await expect(model.complete(completion, fakeContext({ signal: stop.signal }))).rejects.toBeDefined();
    expect(second.requests).toEqual([]);
  });

  test('has retries of its own, and numbers that go on', async () => {
    const observer = recordingObserver();
    const around = (id: string, ...answers: readonly (Json | Error)[]) =>
      candidate(resilient(observed(named(id, fakeLanguageModel(...answers)), observer, 'model_call'), retries));
    const model = fallback(
      [around('small', failing('llm_provider')), around('large', failing('llm_timeout'), { name: 'Stool' })],
      policy,
    );
    await model.complete(completion, fakeContext({ clock: fakeClock({ autoAdvance: true }) }));
    expect(observer.facts.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'llm_provider'],
      [2, 'llm_provider'],
      [3, 'llm_timeout'],
      [4, 'ok'],
    ]);
  });

  test('is asked instead of waiting for one that asked to slow down, which is waited for when all fail', async () => {
    const parked = new Park(fakeClock().now() + 60_000, 'key', 'llm_rate_limited');
    const answered = await pair(fakeLanguageModel(parked), fakeLanguageModel({ name: 'x' })).complete(
      completion,
      fakeContext(),
    );
    expect(answered.answer).toEqual({ name: 'x' });
    const none = pair(fakeLanguageModel(parked), fakeLanguageModel(failing('llm_provider')));
    await expect(none.complete(completion, fakeContext())).rejects.toBe(parked);
  });
});

describe('a model that keeps failing', () => {
  test('is left alone for a while, then tried by one question', async () => {
    const clock = fakeClock();
    const down = fakeLanguageModel(failing('llm_provider'), failing('llm_provider'), failing('llm_provider'), {
      name: 'up',
    });
    const other = fakeLanguageModel({ name: 'other' });
    const model = pair(down, other);
    const ask = async () => (await model.complete(completion, fakeContext({ clock }))).answer;
    for (let times = 0; times < 5; times += 1) expect(await ask()).toEqual({ name: 'other' });
    expect(down.requests).toHaveLength(3);
    await clock.advance(30_000);
    expect(await Promise.all([ask(), ask()])).toEqual([{ name: 'up' }, { name: 'other' }]);
    expect(await ask()).toEqual({ name: 'up' });
  });

  test('and has no other beside it lets items wait, and gives up after the patience', async () => {
    const clock = fakeClock();
    const down = fakeLanguageModel(failing('llm_provider'));
    const model = fallback([candidate(down)], policy);
    const ask = () =>
      model.complete(completion, fakeContext({ clock })).catch((error: unknown) => error as Park | PipelineError);
    for (let times = 0; times < 3; times += 1) expect(await ask()).toBeInstanceOf(PipelineError);
    expect(await ask()).toMatchObject({ until: clock.now() + 30_000, scope: 'item', category: 'circuit_open' });
    await clock.advance(policy.patience + 1);
    await ask();
    expect(await ask()).toMatchObject({ category: 'llm_provider', message: expect.stringMatching(/10 minutes/u) });
    expect(down.requests).toHaveLength(4);
  });

  test('is not one whose questions are at fault', async () => {
    const strict = fakeLanguageModel(failing('llm_refused'));
    const model = fallback([candidate(strict)], policy);
    for (let times = 0; times < 5; times += 1) {
      await expect(model.complete(completion, fakeContext())).rejects.toMatchObject({ category: 'llm_refused' });
    }
    expect(strict.requests).toHaveLength(5);
  });

  test('for want of quota is not asked again soon', async () => {
    const empty = fakeLanguageModel(failing('llm_quota'));
    const model = pair(empty, fakeLanguageModel({ name: 'x' }));
    for (let times = 0; times < 5; times += 1) await model.complete(completion, fakeContext());
    expect(empty.requests).toHaveLength(1);
  });
});
