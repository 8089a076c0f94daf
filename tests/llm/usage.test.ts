import { describe, expect, test } from 'vitest';
import { priceList } from '#llm/prices/price-list.ts';
import { costOf } from '#llm/prices/price.ts';
import { reportedUsageOf } from '#llm/usage.ts';
import { type UsageSample, usageSamples } from '../fixtures/usage-payloads.ts';

const prices = priceList();

describe.each(usageSamples)('$provider, $model', (sample: UsageSample) => {
  const usage = reportedUsageOf(sample.body);

  test('what it says of tokens is understood', () => {
    expect(usage).toMatchObject({ ...sample.usage, source: 'reported' });
  });

  test('it is priced as the published list says, to the nano-dollar', () => {
    const price = prices({ name: sample.model, baseUrl: sample.baseUrl }, Date.UTC(2026, 10, 21, 12));
    if (usage === undefined) throw new Error('no usage');
    expect(costOf(usage, price)).toMatchObject({ source: 'reported', amount: sample.nanoDollars });
  });
});

describe('what is reported of tokens', () => {
  test('is nothing when there is nothing, or it is no number of tokens', () => {
    expect(reportedUsageOf({ choices: [] })).toBeUndefined();
    expect(reportedUsageOf({ usage: null })).toBeUndefined();
    expect(reportedUsageOf({ usage: { prompt_tokens: 'many', completion_tokens: 3 } })).toBeUndefined();
    expect(reportedUsageOf('nonsense')).toBeUndefined();
  });

  test('a part is never more than its whole', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 50 } };
    expect(reportedUsageOf({ usage })).toMatchObject({ output: 5, reasoning: 5 });
  });

  test('details that make no sense do not spoil the rest', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: 'none', cost: 'free' };
    expect(reportedUsageOf({ usage })).toEqual({
      input: 10,
      cachedInput: 0,
      output: 5,
      reasoning: 0,
      source: 'reported',
    });
  });

  test('cached input that is counted beside the rest is counted once', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_tokens_details: { cached_tokens: 90 },
    };
    expect(reportedUsageOf({ usage })).toMatchObject({ input: 100, cachedInput: 90, output: 5, reasoning: 0 });
  });
});
