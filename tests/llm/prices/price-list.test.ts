import { readFileSync } from 'node:fs';
import { calcPrice, waitForUpdate } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceList, providerAt, publishedVersion } from '#llm/prices/price-list.ts';
import { amountOf, costOf, isFree, mostOf } from '#llm/prices/price.ts';

const at = Date.UTC(2026, 10, 21, 12);
const tokens = fc.nat({ max: 400_000 });
const usages = fc
  .record({
    input: tokens,
    cached: fc.nat({ max: 100 }),
    written: fc.nat({ max: 100 }),
    output: tokens,
    thought: fc.nat({ max: 100 }),
  })
  .map(({ input, cached, written, output, thought }) => {
    const cachedInput = Math.floor((input * cached) / 100);
    const cacheWrite = Math.floor(((input - cachedInput) * written) / 100);
    const reasoning = Math.floor((output * thought) / 100);
    return { input, cachedInput, cacheWrite, output, reasoning, source: 'reported' as const };
  });

describe('published prices', () => {
  test('are those of the release that is installed', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(publishedVersion).toBe(`genai-prices ${dependencies['@pydantic/genai-prices']}`);
  });

  test('make the amounts that the list itself makes, for every provider and model of it', async () => {
    const providers = (await waitForUpdate()) ?? [];
    const models = providers.flatMap(({ id, models: ofProvider }) =>
      ofProvider.map((model) => [id, model.id] as const),
    );
    const list = (provider: string, name: string) =>
      priceList({ asked: { sameAs: `${provider}/${name}` } })({ name: 'asked', baseUrl: undefined }, at);
    expect(providers.length).toBeGreaterThan(30);
    let compared = 0;
    const anyModel = fc.constantFrom(...models);
    fc.assert(
      fc.property(anyModel, usages, ([providerId, name], usage) => {
        const listed = calcPrice(
          {
            input_tokens: usage.input,
            cache_read_tokens: usage.cachedInput,
            cache_write_tokens: usage.cacheWrite,
            output_tokens: usage.output,
            output_reasoning_tokens: usage.reasoning,
          },
          name,
          { providerId, timestamp: new Date(at) },
        );
        // Models that are not for text (embeddings, speech, pictures) have no price for an answer.
        const isText =
          listed?.model_price['input_mtok'] !== undefined && listed.model_price['output_mtok'] !== undefined;
        if (listed === null || !isText) return;
        const price = list(providerId, name);
        if (price === undefined) throw new Error(`${providerId}/${name} has no price`);
        compared += 1;
        expect(Math.abs(amountOf(usage, price) - listed.total_price * 1e9)).toBeLessThanOrEqual(0.501);
        expect(mostOf(usage.input, usage.output, price)).toBeGreaterThanOrEqual(amountOf(usage, price));
      }),
      { numRuns: 3_000 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  test('are those of the provider whose address it is', () => {
    expect(providerAt(undefined)).toBe('openai');
    expect(providerAt('https://openrouter.ai/api/v1')).toBe('openrouter');
    expect(providerAt('http://127.0.0.1:11434/v1')).toBeUndefined();
    const prices = priceList();
    expect(prices({ name: 'gpt-4o-mini', baseUrl: 'https://api.openai.com/v1' }, at)).toEqual({
      version: publishedVersion,
      tiers: [{ above: 0, rates: { input: 15e7, cachedInput: 75e6, cacheWrite: 15e7, output: 6e8, reasoning: 6e8 } }],
      perCall: 0,
    });
    // Whatever a server of one's own calls its model, it is not sold at that price.
    expect(prices({ name: 'gpt-4o-mini', baseUrl: 'http://localhost:8000/v1' }, at)).toBeUndefined();
    expect(prices({ name: 'gpt-of-nobody', baseUrl: undefined }, at)).toBeUndefined();
  });

  test('go by the time of the call', () => {
    const prices = priceList();
    const o3 = (day: number) => prices({ name: 'o3', baseUrl: undefined }, day)?.tiers[0]?.rates.input;
    expect([o3(Date.UTC(2025, 5, 1)), o3(Date.UTC(2025, 5, 20))]).toEqual([10e9, 2e9]);
  });

  test('say nothing for free that is not called so', () => {
    const prices = priceList();
    const free = prices({ name: 'allenai/molmo-7b-d:free', baseUrl: 'https://openrouter.ai/api/v1' }, at);
    expect(free !== undefined && isFree(free)).toBe(true);
    expect(calcPrice({}, 'qwen-3-coder-480b', { providerId: 'cerebras' })?.model_price).toEqual({});
    expect(prices({ name: 'qwen-3-coder-480b', baseUrl: 'https://api.cerebras.ai/v1' }, at)).toBeUndefined();
    expect(prices({ name: 'text-embedding-3-small', baseUrl: undefined }, at)).toBeUndefined();
  });
});

describe('configured prices', () => {
  const local = { name: 'llama3.2', baseUrl: 'http://127.0.0.1:11434/v1' };
  // As Ollama answers.
  const usage = { input: 26, cachedInput: 0, output: 298, reasoning: 0, source: 'reported' } as const;

  test('stand before the published ones, with a version of their own', () => {
    const cheaper = priceList({ 'gpt-4o-mini': { input: 0.1, output: 0.3, cachedInput: 0.01 } });
    const price = cheaper({ name: 'gpt-4o-mini', baseUrl: undefined }, at);
    expect(price?.version).toMatch(/^configured [\da-f]{8}$/u);
    expect(price?.tiers[0]?.rates).toMatchObject({ input: 1e8, cachedInput: 1e7, cacheWrite: 1e8, reasoning: 3e8 });
    const dearer = priceList({ 'gpt-4o-mini': { input: 0.1, output: 0.4 } });
    expect(dearer({ name: 'gpt-4o-mini', baseUrl: undefined }, at)?.version).not.toBe(price?.version);
  });

  test('may be nothing, for a server of one’s own, or one amount for each call', () => {
    const free = priceList({ 'llama3.2': { input: 0, output: 0 } })(local, at);
    expect(costOf(usage, free)).toMatchObject({ source: 'reported', amount: 0 });
    const flat = priceList({ 'llama3.2': { input: 0, output: 0, call: 0.002 } })(local, at);
    expect(costOf(usage, flat)).toMatchObject({ amount: 2_000_000 });
  });

  test('may be those of another model', () => {
    const deployment = { name: 'drawings-prod', baseUrl: 'https://drawings.openai.azure.com/openai/v1' };
    const prices = priceList({ 'drawings-prod': { sameAs: 'azure/gpt-4o-mini' } });
    expect(prices(deployment, at)).toEqual(priceList()({ ...deployment, name: 'gpt-4o-mini' }, at));
    expect(() => priceList({ mine: { sameAs: 'azure/gpt-of-nobody' } })).toThrow(
      /prices\.models: mine .* azure\/gpt-of-nobody/u,
    );
    expect(() => priceList({ mine: { sameAs: 'nobody/gpt-4o' } })).toThrow(/prices\.models/u);
  });
});

describe('a cost', () => {
  const price = {
    version: 'v1',
    tiers: [{ above: 0, rates: { input: 37_500_000, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 } }],
    perCall: 0,
  };
  const one = { input: 1, cachedInput: 0, output: 0, reasoning: 0 } as const;

  test('is rounded to the nearest nano-dollar once, halves up', () => {
    expect(amountOf({ ...one, source: 'reported' }, price)).toBe(38);
    expect(amountOf({ ...one, input: 2, source: 'reported' }, price)).toBe(75);
  });

  test('says how it is known', () => {
    expect(costOf({ ...one, source: 'reported' }, price)).toEqual({
      source: 'reported',
      amount: 38,
      priceVersion: 'v1',
    });
    expect(costOf({ ...one, source: 'estimated' }, price)).toMatchObject({ source: 'estimated' });
    expect(costOf({ ...one, source: 'reported' }, undefined)).toEqual({ source: 'unpriced' });
  });

  test('is exact for amounts that a double does not hold', () => {
    const dear = {
      ...price,
      tiers: [
        {
          above: 0,
          rates: {
            ...price.tiers[0]?.rates,
            input: 75_000_000_001,
            cachedInput: 0,
            cacheWrite: 0,
            output: 0,
            reasoning: 0,
          },
        },
      ],
    };
    expect(amountOf({ ...one, input: 999_999_999, source: 'reported' }, dear)).toBe(74_999_999_926_000);
  });
});
