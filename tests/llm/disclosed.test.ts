import { expect, test } from 'vitest';
import { disclosed } from '#llm/disclosed.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { completion } from './completion.ts';

test('tells what is asked and answered, cut short', async () => {
  const events: unknown[] = [];
  const context = fakeContext({ event: (name, attributes) => events.push([name, attributes]) });
  const model = disclosed(fakeLanguageModel({ name: 'x'.repeat(5_000) }));
  await model.complete({ ...completion, user: 'u'.repeat(5_000) }, context);
  expect(events).toEqual([
    ['content', { system: completion.system, input: 'u'.repeat(2_000) }],
    ['content', { output: `{"name":"${'x'.repeat(1_991)}` }],
  ]);
});
