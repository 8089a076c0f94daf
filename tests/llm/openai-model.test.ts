import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { deadlineOf } from '#llm/deadline.ts';
import { type OpenAiSettings, openAiModel } from '#llm/openai-model.ts';
import { type ProviderName, providerOf } from '#llm/providers.ts';
import { type FakeContext, fakeContext } from '../fakes/context.ts';
import { completion } from './completion.ts';
import { type Provider, chatCompletion, sendJson, startProvider } from './provider.ts';

const apiKey = 'sk-very-secret-0123456789';
const errorBody = (message: string, code: string | null = null, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
});

let provider: Provider | undefined;
afterEach(async () => {
  await provider?.close();
  provider = undefined;
});

async function modelFor(answer: (response: ServerResponse) => void, settings: Partial<OpenAiSettings> = {}) {
  provider = await startProvider(answer);
  return openAiModel({
    id: 'test-model',
    baseUrl: provider.baseUrl,
    apiKey,
    timeout: 30_000,
    structuredOutputs: 'json_schema',
    ...settings,
  });
}

async function failureOf(
  answer: (response: ServerResponse) => void,
  settings: Partial<OpenAiSettings> = {},
  context: FakeContext = fakeContext(),
): Promise<PipelineError> {
  const model = await modelFor(answer, settings);
  const error: unknown = await model.complete(completion, context).catch((thrown: unknown) => thrown);
  if (!(error instanceof PipelineError)) throw new Error(`not a PipelineError: ${String(error)}`);
  return error;
}

describe('an answer', () => {
  test('is parsed, with the usage that the provider reports', async () => {
    const context = fakeContext();
    const model = await modelFor((response) => sendJson(response, 200, chatCompletion('{"name":"Stool"}')));
    expect(await model.complete(completion, context)).toEqual({
      answer: { name: 'Stool' },
      recovery: 'none',
      model: 'test-model-2026-01-01',
      usage: { input: 50, cachedInput: 30, output: 20, reasoning: 5, source: 'reported' },
      cost: { source: 'unpriced' },
    });
    expect(context.notes).toEqual({
      model: 'test-model',
      provider: 'other',
      response_model: 'test-model-2026-01-01',
      finish_reason: 'stop',
      input_tokens: 50,
      output_tokens: 20,
      cached_tokens: 30,
      reasoning_tokens: 5,
      usage_source: 'reported',
      cost_source: 'unpriced',
      recovery: 'none',
    });
  });

  test('without usage has its tokens counted', async () => {
    const content = '{"name":"Stool"}';
    const model = await modelFor((response) =>
      sendJson(response, 200, chatCompletion(content, {}, { usage: undefined })),
    );
    const { usage } = await model.complete(completion, fakeContext());
    expect(usage).toMatchObject({ output: 6, cachedInput: 0, reasoning: 0, source: 'estimated' });
    expect(usage.input).toBeGreaterThan(30);
  });

  test('with cached input beside the rest counts it once, and keeps a part within its whole', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 90 } };
    const model = await modelFor((response) => sendJson(response, 200, chatCompletion('{"name":null}', {}, { usage })));
    expect((await model.complete(completion, fakeContext())).usage).toMatchObject({ input: 100, cachedInput: 90 });
  });
});

describe('the request', () => {
  async function bodyOf(settings: Partial<OpenAiSettings>): Promise<Record<string, unknown>> {
    const model = await modelFor((response) => sendJson(response, 200, chatCompletion('{"name":null}')), settings);
    await model.complete(completion, fakeContext());
    return JSON.parse(provider?.bodies[0] ?? '') as Record<string, unknown>;
  }

  test('asks for strict structured outputs', async () => {
    expect(await bodyOf({ temperature: 0 })).toEqual({
      model: 'test-model',
      messages: [
        { role: 'system', content: completion.system },
        { role: 'user', content: completion.user },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'thing', strict: true, schema: completion.schema.jsonSchema },
      },
      max_completion_tokens: 100,
      temperature: 0,
    });
  });

  test('puts the schema into the prompt where the server knows only JSON mode', async () => {
    const body = await bodyOf({ structuredOutputs: 'json_object' });
    expect(body['response_format']).toEqual({ type: 'json_object' });
    expect(JSON.stringify(body['messages'])).toContain('additionalProperties');
    expect(body).not.toHaveProperty('temperature');
  });
});

test('an answer brings what the provider says about its limits', async () => {
  const headers = { 'x-ratelimit-limit-tokens': '900', 'x-ratelimit-remaining-tokens': '830' };
  const model = await modelFor((response) => sendJson(response, 200, chatCompletion('{"name":"Stool"}'), headers));
  const { limits } = await model.complete(completion, fakeContext());
  expect(limits).toEqual([{ limit: 'tpm', most: 900, remaining: 830 }]);
});

test('an answer to be mended is given back with what is wrong with it', async () => {
  const model = await modelFor((response) => sendJson(response, 200, chatCompletion('{"name":"Stool"}')));
  const context = fakeContext();
  const repair = { answer: 'name: Stool', problems: ['the answer is not exactly one JSON object'] };
  expect((await model.complete({ ...completion, repair }, context)).recovery).toBe('repair_turn');
  expect(context.notes).toMatchObject({ repair: true, recovery: 'repair_turn' });
  const { messages } = JSON.parse(provider?.bodies[0] ?? '') as {
    messages: readonly { role: string; content: string }[];
  };
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(messages[2]?.content).toBe('name: Stool');
  expect(messages[3]?.content).toContain('not exactly one JSON object');
});

describe('what a provider can do', () => {
  async function bodyOf(settings: Partial<OpenAiSettings>, answer = '{"name":null}'): Promise<Record<string, unknown>> {
    const model = await modelFor((response) => sendJson(response, 200, chatCompletion(answer)), settings);
    await model.complete(completion, fakeContext());
    return JSON.parse(provider?.bodies[0] ?? '') as Record<string, unknown>;
  }
  const auto = { structuredOutputs: undefined };

  test.each<[ProviderName, string, string]>([
    ['openai', 'response_format', 'max_completion_tokens'],
    ['azure', 'response_format', 'max_completion_tokens'],
    ['openrouter', 'response_format', 'max_tokens'],
    ['anthropic', 'tools', 'max_completion_tokens'],
    ['google', 'response_format', 'max_tokens'],
    ['vllm', 'response_format', 'max_completion_tokens'],
    ['ollama', 'response_format', 'max_tokens'],
    ['ollama_cloud', 'tools', 'max_tokens'],
    ['other', 'response_format', 'max_completion_tokens'],
  ])('%s is asked in its own way', async (name, shape, limit) => {
    const body = await bodyOf({ provider: name, ...auto });
    expect(body).toHaveProperty(shape);
    expect(body).not.toHaveProperty(shape === 'tools' ? 'response_format' : 'tools');
    expect(body[limit]).toBe(100);
  });

  test('plain text puts the schema into the prompt, and nothing else', async () => {
    const body = await bodyOf({ structuredOutputs: 'text' }, 'Here it is: {"name":null}');
    expect(body).not.toHaveProperty('response_format');
    expect(JSON.stringify(body['messages'])).toContain('additionalProperties');
  });

  test('a question that is longer than usual has more time', () => {
    const long = { ...completion, user: 'x'.repeat(96_000 - completion.system.length) };
    expect(deadlineOf(completion, 1_000)).toBe(1_000);
    expect(deadlineOf(long, 1_000)).toBe(2_000);
    expect(deadlineOf({ ...completion, maxOutputTokens: 8_000 }, 1_000)).toBe(4_000);
  });

  test('a tool call holds the answer in its arguments', async () => {
    const message = {
      role: 'assistant',
      content: null,
      tool_calls: [{ function: { name: 'thing', arguments: '{"name":"Stool"}' } }],
    };
    const model = await modelFor(
      (response) => sendJson(response, 200, chatCompletion(null, { finish_reason: 'tool_calls', message })),
      { structuredOutputs: 'tool_call' },
    );
    expect((await model.complete(completion, fakeContext())).answer).toEqual({ name: 'Stool' });
    const { tools, tool_choice: choice } = JSON.parse(provider?.bodies[0] ?? '') as {
      tools: object[];
      tool_choice: object;
    };
    expect(tools[0]).toMatchObject({ function: { name: 'thing', parameters: completion.schema.jsonSchema } });
    expect(choice).toEqual({ type: 'function', function: { name: 'thing' } });
  });

  test('content in parts is one answer', async () => {
    const message = {
      role: 'assistant',
      content: [
        { type: 'text', text: '{"name":' },
        { type: 'text', text: '"Stool"}' },
      ],
    };
    const model = await modelFor((response) => sendJson(response, 200, chatCompletion(null, { message })));
    expect((await model.complete(completion, fakeContext())).answer).toEqual({ name: 'Stool' });
  });

  test.each<[string | undefined, ProviderName]>([
    [undefined, 'openai'],
    ['https://api.openai.com/v1', 'openai'],
    ['https://thing.openai.azure.com/openai/v1', 'azure'],
    ['https://openrouter.ai/api/v1', 'openrouter'],
    ['https://api.anthropic.com/v1/', 'anthropic'],
    ['https://generativelanguage.googleapis.com/v1beta/openai/', 'google'],
    ['http://localhost:11434/v1', 'ollama'],
    ['https://ollama.com/v1', 'ollama_cloud'],
    ['http://10.0.0.7:8000/v1', 'other'],
    ['https://notopenai.com.evil.test/v1', 'other'],
  ])('%s is %s', (baseUrl, name) => {
    expect(providerOf(baseUrl)).toBe(name);
  });
});

describe('a refused request', () => {
  test.each([
    [400, 'context_length_exceeded', 'too long', 'llm_context_length'],
    [400, null, "This model's maximum context length is 4096 tokens.", 'llm_context_length'],
    [413, null, 'Payload too large', 'llm_context_length'],
    [400, 'content_filter', 'The prompt triggered a filter', 'llm_refused'],
    [400, 'invalid_value', 'Invalid schema', 'llm_provider'],
    [422, null, 'Unprocessable', 'llm_provider'],
    [401, 'invalid_api_key', 'Incorrect API key', 'config'],
    [403, null, 'Forbidden', 'config'],
    [404, 'model_not_found', 'No such model', 'config'],
    [408, null, 'Timeout', 'llm_timeout'],
    [400, null, 'Your credit balance is too low to access the API.', 'llm_quota'],
    [429, 'rate_limit_exceeded', 'Slow down', 'llm_rate_limited'],
    [429, 'insufficient_quota', 'No quota', 'llm_quota'],
    [402, null, 'Insufficient credits', 'llm_quota'],
    [500, null, 'Oops', 'llm_provider'],
    [503, null, 'Overloaded', 'llm_provider'],
  ])('%i %s "%s" is %s', async (status, code, message, category) => {
    const failure = await failureOf((response) => sendJson(response, status, errorBody(message, code)));
    expect(failure.category).toBe(category);
    expect(provider?.bodies).toHaveLength(1);
  });

  test.each([
    [401, /model\.apiKey/u],
    [403, /model\.apiKey/u],
    [404, /model\.name.*model\.baseUrl/u],
  ])('%i names the setting', async (status, setting) => {
    expect((await failureOf((response) => sendJson(response, status, errorBody('no')))).message).toMatch(setting);
  });

  test('that leads elsewhere is not followed, for the key is not meant for there', async () => {
    const failure = await failureOf((response) => {
      response.writeHead(307, { location: '/elsewhere' });
      response.end();
    });
    expect(failure).toMatchObject({
      category: 'config',
      message: expect.stringMatching(/model\.baseUrl.*another address/u),
    });
    expect(provider?.bodies).toHaveLength(1);
  });

  test.each([
    ['retry-after-ms', '1500', 1_500],
    ['retry-after', '7', 7_000],
    ['retry-after', 'Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['retry-after', '86400', 600_000],
  ])('%s: %s is a wait of %i ms', async (name, value, wait) => {
    const failure = await failureOf((response) => sendJson(response, 429, errorBody('slow'), { [name]: value }));
    expect(failure.retryAfter).toBe(wait);
  });

  test('of 429 that names no time leaves the wait to the policy', async () => {
    expect((await failureOf((response) => sendJson(response, 429, errorBody('slow')))).retryAfter).toBeUndefined();
  });

  test("of Google's, in a list, is read like any other", async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }];
    const body = [{ error: { code: 429, message: 'Quota exceeded', status: 'RESOURCE_EXHAUSTED', details } }];
    const failure = await failureOf((response) => sendJson(response, 429, body));
    expect(failure).toMatchObject({ category: 'llm_rate_limited', retryAfter: 34_000, waits: 'item' });
    expect(failure.details['provider_message']).toMatch(/Quota exceeded/u);
  });

  test('brings what the provider says about its limits', async () => {
    const headers = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '0' };
    const failure = await failureOf((response) => sendJson(response, 429, errorBody('slow'), headers));
    expect(failure.details['limits']).toEqual([{ limit: 'rpm', most: 60, remaining: 0 }]);
  });

  test.each(['[', '[]', '<html>Bad gateway</html>'])('with a body that means nothing: %s', async (body) => {
    const failure = await failureOf((response) => {
      response.writeHead(502);
      response.end(body);
    });
    expect(failure).toMatchObject({ category: 'llm_provider', details: { status: 502 } });
  });

  test.each([400, 401, 403, 404, 429, 500])('%i that repeats the key does not give it away', async (status) => {
    const failure = await failureOf((response) => sendJson(response, status, errorBody(`bad key ${apiKey}`, apiKey)));
    const chain = `${failure.message} ${JSON.stringify(failure.details)} ${String(failure.cause)} ${failure.stack}`;
    expect(chain).not.toContain(apiKey);
  });
});

test.each([
  ["This model's maximum context length is 4096 tokens. However, your messages resulted in 9999 tokens.", 4_096, 9_999],
  ['prompt is too long: 210000 tokens > 200000 maximum', 200_000, 210_000],
  ['The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', 1_048_576, 1_200_000],
])('that is too long says by how much: %s', async (said, limit, sent) => {
  const failure = await failureOf((response) => sendJson(response, 400, errorBody(said)));
  expect(failure).toMatchObject({
    category: 'llm_context_length',
    details: { limit_tokens: limit, sent_tokens: sent },
  });
});

describe('no answer', () => {
  test('a refused connection is the provider, by its code', async () => {
    const gone = await startProvider(() => {});
    await gone.close();
    const failure = await failureOf(() => {}, { baseUrl: gone.baseUrl });
    expect(failure).toMatchObject({ category: 'llm_provider', details: { code: 'ECONNREFUSED' } });
  });

  test('a connection that breaks off in the body is the provider', async () => {
    const failure = await failureOf((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices":');
      setImmediate(() => response.destroy());
    });
    expect(failure.category).toBe('llm_provider');
  });

  test.each([
    ['before the headers', () => {}],
    [
      'in the middle of the body',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"choices":');
      },
    ],
  ])('a provider that hangs %s is a timeout', async (_, answer) => {
    expect((await failureOf(answer, { timeout: 100 })).category).toBe('llm_timeout');
  });

  test.each([
    ['before', (response: ServerResponse) => sendJson(response, 200, chatCompletion('{"name":null}')), true],
    ['during', () => {}, false],
  ])('an abort %s the call rethrows the reason of our signal', async (_, answer, early) => {
    const controller = new AbortController();
    const reason = new PipelineError('cancelled', 'stopped');
    if (early) controller.abort(reason);
    const model = await modelFor((response) => {
      answer(response);
      controller.abort(reason);
    });
    await expect(model.complete(completion, fakeContext({ signal: controller.signal }))).rejects.toBe(reason);
  });
});

describe('an answer of no use', () => {
  const refused = { message: { role: 'assistant', content: null, refusal: 'I cannot.' } };
  test.each([
    ['a refusal', chatCompletion(null, refused), 'llm_refused'],
    ['a content filter', chatCompletion('{"na', { finish_reason: 'content_filter' }), 'llm_refused'],
    ['one that is cut off', chatCompletion('{"na', { finish_reason: 'length' }), 'llm_output'],
    ['one that is not JSON', chatCompletion('Here you are.'), 'llm_output'],
    ['one of another shape', chatCompletion('{}'), 'llm_output'],
    ['an apology', chatCompletion("I'm sorry, I can't help with that."), 'llm_refused'],
    ['an empty one', chatCompletion(''), 'llm_output'],
    ['no choice', chatCompletion(null, {}, { choices: [] }), 'llm_output'],
    ['another API', { hello: 'world' }, 'llm_provider'],
    ['an error with status 200', errorBody('no'), 'llm_provider'],
  ])('%s', async (_, body, category) => {
    expect((await failureOf((response) => sendJson(response, 200, body))).category).toBe(category);
  });

  test('a web page instead of an API', async () => {
    const failure = await failureOf((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<h1>Hello</h1>');
    });
    expect(failure.category).toBe('llm_provider');
    expect(failure.message).toContain('model.baseUrl');
  });

  test('is paid for all the same: its usage is noted and in the details', async () => {
    const context = fakeContext();
    const failure = await failureOf((response) => sendJson(response, 200, chatCompletion('no')), {}, context);
    expect(context.notes).toMatchObject({ input_tokens: 50, output_tokens: 20, finish_reason: 'stop' });
    expect(failure.details).toMatchObject({ usage: { input: 50, output: 20 } });
  });
});

test.each(['', 'sk-with\nnewline', 'sk with space'])('a key that is not fit for a header is refused: %j', (key) => {
  const make = () =>
    openAiModel({ id: 'm', baseUrl: undefined, apiKey: key, timeout: 1_000, structuredOutputs: 'json_schema' });
  expect(make).toThrow(
    expect.objectContaining({ category: 'config', message: expect.stringContaining('model.apiKey') }),
  );
});

test.each(['not a url', 'ftp://host/v1', 'https://user:hidden@host/v1', 'https://host/v1?key=hidden'])(
  'an address that cannot work, or may hold a secret, is refused without repeating it: %s',
  (baseUrl) => {
    const make = () => openAiModel({ id: 'm', baseUrl, apiKey, timeout: 1_000, structuredOutputs: 'json_schema' });
    expect(make).toThrow(
      expect.objectContaining({ category: 'config', message: expect.stringContaining('model.baseUrl') }),
    );
    expect(make).not.toThrow(/hidden/u);
  },
);
