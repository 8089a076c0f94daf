import { expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Completion } from '#llm/language-model.ts';
import { reduced } from '#llm/reduced.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { completion } from './completion.ts';

const page = 'x'.repeat(8_000);
const question: Completion = {
  ...completion,
  user: page,
  shorter: (share) =>
    page.length * share < 500 ? undefined : { system: 'S', user: page.slice(0, page.length * share) },
};
const tooLong = (details = {}) => new PipelineError('llm_context_length', 'too long', { details });

test('asks about as much of the document as the provider says will fit', async () => {
  const model = fakeLanguageModel(tooLong({ limit_tokens: 1_000, sent_tokens: 2_000 }), { name: 'Stool' });
  const context = fakeContext();
  await reduced(model).complete(question, context);
  expect(model.requests.map(({ user }) => user.length)).toEqual([8_000, 3_600]);
  expect(context.notes).toEqual({ document_share: 0.45 });
});

test('halves it where nothing is said, a few times', async () => {
  const model = fakeLanguageModel(tooLong());
  await expect(reduced(model).complete(question, fakeContext())).rejects.toThrow('too long');
  expect(model.requests.map(({ user }) => user.length)).toEqual([8_000, 4_000, 2_000, 1_000]);
});

test('gives up when too little would be left, and on any other failure', async () => {
  const small = fakeLanguageModel(tooLong({ limit_tokens: 100, sent_tokens: 20_000 }));
  await expect(reduced(small).complete(question, fakeContext())).rejects.toThrow('too long');
  const other = fakeLanguageModel(new PipelineError('llm_refused', 'no'));
  await expect(reduced(other).complete(question, fakeContext())).rejects.toThrow('no');
  expect([small.requests.length, other.requests.length]).toEqual([1, 1]);
});
