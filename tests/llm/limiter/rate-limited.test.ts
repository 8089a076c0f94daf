import { describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { endingOf, wordsOf } from '#llm/limiter/ending.ts';
import type { Limiter, Permit } from '#llm/limiter/limiter.ts';
import type { Ending } from '#llm/limiter/pool.ts';
import { rateLimited } from '#llm/limiter/rate-limited.ts';
import type { LanguageModel } from '#llm/language-model.ts';
import { observed } from '#llm/observed.ts';
import { fakeContext } from '../../fakes/context.ts';
import { fakeLanguageModel } from '../../fakes/language-model.ts';
import { recordingObserver } from '../../fakes/observer.ts';
import { completion } from '../completion.ts';

/** A limiter that admits after the given wait, and remembers what was settled. */
function fakeLimiter(permit: Pick<Permit, 'waited' | 'obstacle'> = { waited: 0, obstacle: undefined }) {
  const settled: { ending: Ending; said: unknown }[] = [];
  const asked: { bytes: number; maxOutputTokens: number }[] = [];
  const limiter: Limiter = {
    acquire: async (call) => {
      asked.push(call);
      return { ...permit, settle: (ending, said) => settled.push({ ending, said }) };
    },
    headroom: () => [],
    idle: async () => undefined,
  };
  return { limiter, settled, asked };
}

describe('rateLimited', () => {
  test('asks for the bytes of all that is sent, and settles with what was used', async () => {
    const { limiter, settled, asked } = fakeLimiter();
    const said = [{ limit: 'rpm', most: 5 }] as const;
    const inner = fakeLanguageModel({});
    const model: LanguageModel = {
      id: inner.id,
      complete: async (request, context) => ({ ...(await inner.complete(request, context)), limits: said }),
    };
    const context = fakeContext();
    await rateLimited(model, limiter).complete(completion, context);
    expect(asked[0]?.bytes).toBeGreaterThanOrEqual(
      Buffer.byteLength(completion.system + completion.user + JSON.stringify(completion.schema.jsonSchema)),
    );
    expect(asked[0]?.maxOutputTokens).toBe(completion.maxOutputTokens);
    expect(settled).toEqual([{ ending: { kind: 'used', input: 100, output: 10, exact: true }, said }]);
    expect(context.notes).toEqual({});
  });

  test('a wait is an event around the attempts, and stands on the fact of the attempt', async () => {
    const { limiter } = fakeLimiter({ waited: 1_234.5, obstacle: 'tpm' });
    const events: unknown[] = [];
    const event: StageContext['event'] = (name, attributes) => events.push([name, attributes]);
    const observer = recordingObserver();
    const model = rateLimited(observed(fakeLanguageModel({}), observer, 'model_call'), limiter);
    await model.complete(completion, fakeContext({ event }));
    expect(events).toEqual([['limiter_wait', { model: 'fake-model', limit: 'tpm', milliseconds: 1_235 }]]);
    expect(observer.facts.map(({ attributes }) => attributes)).toEqual([{ limiter_wait: 1_235 }]);
  });

  test('a failure is settled too, and goes on as it is', async () => {
    const { limiter, settled } = fakeLimiter();
    const limits = [{ limit: 'rpm', remaining: 0 }];
    const failure = new PipelineError('llm_rate_limited', 'slow', { retryAfter: 50, details: { limits } });
    const model = rateLimited(fakeLanguageModel(failure), limiter);
    await expect(model.complete(completion, fakeContext())).rejects.toBe(failure);
    expect(settled).toEqual([{ ending: { kind: 'refused', limit: 'rpm', retryAfter: 50 }, said: limits }]);
  });
});

describe('what a failed call used', () => {
  const usage = { input: 7, cachedInput: 0, output: 3, reasoning: 0, source: 'reported' };
  test.each([
    [
      'an answer of no use',
      new PipelineError('llm_output', '', { details: { usage } }),
      { kind: 'used', input: 7, output: 3, exact: true },
    ],
    ['no answer', new PipelineError('llm_timeout', ''), { kind: 'unknown' }],
    ['a server that failed', new PipelineError('llm_provider', '', { details: { status: 500 } }), { kind: 'unknown' }],
    [
      'a server that timed out',
      new PipelineError('llm_timeout', '', { details: { status: 408 } }),
      { kind: 'unknown' },
    ],
    [
      'too long a request',
      new PipelineError('llm_context_length', '', { details: { status: 400 } }),
      { kind: 'unprocessed' },
    ],
    ['a budget that is spent', new PipelineError('budget_exceeded', ''), { kind: 'unsent' }],
    ['a bug', new Error('bug'), { kind: 'unknown' }],
  ])('%s', (_name, error, ending) => {
    expect(endingOf(error)).toEqual(ending);
  });

  test.each([
    ['Rate limit reached for gpt on tokens per min (TPM): Limit 30000, Requested 10.', 'tokens', 'tpm'],
    ['Rate limit reached for gpt on requests per min (RPM): Limit 3.', 'requests', 'rpm'],
    ['Rate limit reached for gpt on requests per day (RPD): Limit 200.', 'requests', 'rpd'],
    ['Rate limit reached on tokens per day (TPD): Limit 100000.', 'tokens', 'tpd'],
    ["This request would exceed your organization's rate limit of 50,000 input tokens per minute", '', 'itpm'],
    ['Quota exceeded for quota metric GenerateRequestsPerDayPerProjectPerModel', '', 'rpd'],
    ['Slow down.', '', 'rpm'],
  ])('a refusal names its limit: %s', (message, type, limit) => {
    const details = { provider_message: message, type };
    expect(endingOf(new PipelineError('llm_rate_limited', '', { details }))).toMatchObject({ kind: 'refused', limit });
  });

  test('a provider that said nothing of limits', () => {
    expect(wordsOf(new PipelineError('llm_timeout', ''))).toEqual([]);
  });
});
