import { describe, expect, test } from 'vitest';
import { countTokens, estimatedUsage } from '#llm/count-tokens.ts';
import { completion } from './completion.ts';

describe('tokens are counted', () => {
  test('as the tokenizer of current models counts them', async () => {
    expect(await countTokens('')).toBe(0);
    expect(await countTokens('hello world')).toBe(2);
    expect(await countTokens('Eiche, geölt: 1.290,00 €')).toBeGreaterThan(8);
  });

  test('also in a page that spells special tokens, or has no spaces', async () => {
    expect(await countTokens('<|endoftext|>')).toBeGreaterThan(1);
    expect(await countTokens('x'.repeat(200_000))).toBeGreaterThan(10_000);
  });

  test('for question, schema and answer', async () => {
    const usage = await estimatedUsage(completion, '{"name":"Stool"}');
    expect(usage).toMatchObject({ cachedInput: 0, output: 6, reasoning: 0, source: 'estimated' });
    expect(usage.input).toBeGreaterThan(30);
  });
});
