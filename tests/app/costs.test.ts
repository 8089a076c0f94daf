import { describe, expect, test } from 'vitest';
import { configure } from '#app/configure.ts';
import { costsOf, priceFinder, pricesOf } from '#app/costs.ts';
import { chooseModel } from '#app/model-choice.ts';

const at = Date.UTC(2026, 10, 21, 12);

function costs(given: Readonly<Record<string, unknown>>) {
  const said = { 'model.name': 'gpt-4o-mini', 'model.baseUrl': 'https://api.openai.com/v1', ...given };
  const flags = new Map(Object.entries(said).map(([name, value]) => [name, { value, origin: 'test' }]));
  const { configuration } = configure({ flags, file: undefined });
  return costsOf(configuration, chooseModel(configuration, undefined), at);
}

const local = { name: 'mine', id: 'llama3.2', provider: 'ollama' };
const claude = { name: 'large', id: 'claude-sonnet-4-5', provider: 'anthropic' };

describe('what models cost', () => {
  test('is looked up with the provider of each, by what it calls the model', () => {
    const { prices } = costs({});
    const endpoint = { name: 'large', id: 'claude-sonnet-4-5', provider: 'anthropic', baseUrl: undefined } as const;
    expect(priceFinder(prices, endpoint)('large', at)?.tiers[0]?.rates.input).toBe(3e9);
    // Nobody's own server sells at the price of the provider whose model it runs.
    const own = { name: 'mine', id: 'gpt-4o-mini', provider: 'vllm', baseUrl: undefined } as const;
    expect(priceFinder(prices, own)('mine', at)).toBeUndefined();
  });

  test('of the demonstration is made up, and of no other run', () => {
    const demo = { name: 'demo-model', baseUrl: 'http://127.0.0.1:4381/v1' };
    expect(pricesOf({ prices: { models: {} } }, true)(demo, at)?.version).toMatch(/^configured/u);
    expect(pricesOf({ prices: { models: {} } }, false)(demo, at)).toBeUndefined();
  });
});

describe('a maximum', () => {
  const further = { 'model.further': [local, claude], 'model.fallback': ['mine', 'large'], 'budget.maxPerMonth': 20 };

  test('is refused when one of the models that may be asked has no known price', () => {
    expect(() => costs(further)).toThrow(
      /budget\.maxPerMonth \(--max-cost-per-month\) .* the price of mine is not known/u,
    );
    expect(() => costs({ ...further, 'prices.models': { 'llama3.2': { input: 0, output: 0 } } })).not.toThrow();
  });

  test('does not mind models that are never asked, nor does a warning mind any', () => {
    expect(costs({ ...further, 'model.fallback': ['large'] }).unpriced).toEqual([]);
    const warned = costs({ ...further, 'budget.maxPerMonth': undefined, 'budget.warnPerRun': 1 });
    expect(warned.unpriced).toEqual(['mine']);
    expect(warned.price?.version).toMatch(/^genai-prices/u);
  });

  test('counts for the tags of the run, its project among them', () => {
    const tagged = costs({
      'run.project': 'lobby',
      'run.tags': 'team=seating, user=ana',
      'budget.tags': { 'project=lobby': { max: 5 }, 'team=other': { max: 1 } },
    });
    expect(tagged.tags).toEqual(['project=lobby', 'team=seating', 'user=ana']);
    expect(tagged.limits.map(({ name }) => name)).toEqual(['project=lobby/month']);
  });
});
