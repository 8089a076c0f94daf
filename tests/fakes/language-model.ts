import type { Json } from '#core/json.ts';
import type { Completion, CompletionResult, LanguageModel } from '#llm/language-model.ts';

export type FakeLanguageModel = LanguageModel & {
  /** What was asked so far. */
  readonly requests: readonly Completion[];
};

/** A model that gives the next of the prepared answers, or throws it when it is an error; the last one stays. */
export function fakeLanguageModel(...answers: readonly (Json | Error)[]): FakeLanguageModel {
  const requests: Completion[] = [];
  const complete = async (request: Completion): Promise<CompletionResult> => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    if (answer instanceof Error) throw answer;
    const usage = { input: 100, cachedInput: 0, output: 10, reasoning: 0, source: 'reported' } as const;
    return { answer: answer ?? {}, recovery: 'none', model: 'fake-model-2026', usage, cost: { source: 'unpriced' } };
  };
  return { id: 'fake-model', requests, complete };
}
