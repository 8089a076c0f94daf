import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { priced } from '#llm/priced.ts';
import type { Price } from '#llm/prices/price.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { completion } from './completion.ts';

const price: Price = {
  version: 'list 1',
  tiers: [{ above: 0, rates: { input: 1e6, cachedInput: 1e6, cacheWrite: 1e6, output: 2e6, reasoning: 2e6 } }],
  perCall: 0,
};
const noted = { cost_source: 'reported', cost_nano_dollars: 120, price_version: 'list 1' };

describe('a priced model', () => {
  test('puts the cost on the answer and on the fact', async () => {
    const context = fakeContext();
    const { cost } = await priced(fakeLanguageModel({}), () => price).complete(completion, context);
    expect(cost).toEqual({ source: 'reported', amount: 120, priceVersion: 'list 1' });
    expect(context.notes).toMatchObject(noted);
  });

  test('goes by the model that answered when that of the one that was asked is not known', async () => {
    const find = (name: string) => (name === 'fake-model-2026' ? price : undefined);
    const { cost } = await priced(fakeLanguageModel({}), find).complete(completion, fakeContext());
    expect(cost).toMatchObject({ amount: 120 });
  });

  test('says that a price is not known', async () => {
    const context = fakeContext();
    const { cost } = await priced(fakeLanguageModel({}), () => undefined).complete(completion, context);
    expect(cost).toEqual({ source: 'unpriced' });
    expect(context.notes).toEqual({ cost_source: 'unpriced' });
  });

  test('prices an answer of no use too, and nothing else that went wrong', async () => {
    const usage = { input: 100, cachedInput: 0, output: 10, reasoning: 0, source: 'reported' };
    const context = fakeContext();
    const useless = fakeLanguageModel(new PipelineError('llm_output', 'no JSON', { details: { usage } }));
    await expect(priced(useless, () => price).complete(completion, context)).rejects.toThrow('no JSON');
    expect(context.notes).toEqual(noted);
    const lost = fakeContext();
    const timeout = fakeLanguageModel(new PipelineError('llm_timeout', 'too slow'));
    await expect(priced(timeout, () => price).complete(completion, lost)).rejects.toThrow('too slow');
    expect(lost.notes).toEqual({});
  });
});
