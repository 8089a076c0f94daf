import { describe, expect, test } from 'vitest';
import { redacted } from '#llm/redacted.ts';
import { redactionsOf } from '#llm/redactions.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { completion } from './completion.ts';

async function sent(text: string, ...patterns: readonly string[]): Promise<string> {
  const model = fakeLanguageModel({ name: null });
  await redacted(model, redactionsOf(patterns)).complete({ ...completion, user: text }, fakeContext());
  return model.requests[0]?.user ?? '';
}

describe('what leaves', () => {
  test.each([
    ['email', 'Ask sales+eu@shop.example.com now', 'Ask [email] now'],
    ['phone', 'Call +49 (0)30 1234-5678 today', 'Call [phone] today'],
    ['iban', 'IBAN DE89 3704 0044 0532 0130 00.', 'IBAN [iban].'],
    ['credit_card', 'Card 4111 1111 1111 1111', 'Card [credit_card]'],
    ['/project [A-Z]+/', 'for project ALPHA only', 'for [redacted] only'],
  ])('%s is replaced', async (pattern, text, expected) => {
    expect(await sent(text, pattern)).toBe(expected);
  });

  test('sizes, prices and article numbers stay', async () => {
    const text = 'H 45 cm, 80 × 40 × 74.5, € 1.299,00, art. 4006381333931, 2026-11-21';
    expect(await sent(text, 'email', 'phone', 'iban', 'credit_card')).toBe(text);
  });

  test('is redacted in the instructions and in a shorter question as well, and counted', async () => {
    const model = fakeLanguageModel({ name: null });
    const context = fakeContext();
    const text = 'a@b.example c@d.example';
    const request = { ...completion, system: text, user: text, shorter: () => ({ system: text, user: text }) };
    await redacted(model, redactionsOf(['email'])).complete(request, context);
    expect(model.requests[0]?.system).toBe('[email] [email]');
    expect(model.requests[0]?.shorter?.(0.5)).toEqual({ system: '[email] [email]', user: '[email] [email]' });
    expect(context.notes).toEqual({ redactions: 4 });
  });
});

test.each(['telephone', '/(/', '//'])('a pattern that is none is a complaint: %s', (pattern) => {
  expect(() => redactionsOf([pattern])).toThrow(
    expect.objectContaining({ category: 'config', message: expect.stringContaining('model.redact') }),
  );
});
