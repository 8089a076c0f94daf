import OpenAI from 'openai';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { type Reply, answerOf, readReply } from './chat-completion.ts';
import { unwrappingErrors } from './error-body.ts';
import type { Completion, LanguageModel } from './language-model.ts';
import { type Endpoint, timedOut, toModelFailure } from './openai-failure.ts';
import { readLimits } from './rate-limit-headers.ts';

export type OpenAiSettings = {
  /** The model as its provider calls it. */
  readonly id: string;
  /** Up to and with the version (`http://127.0.0.1:11434/v1`); OpenAI's own when undefined. */
  readonly baseUrl: string | undefined;
  readonly apiKey: string;
  /** Milliseconds for one attempt, from the request to the last byte of the answer. */
  readonly timeout: number;
  /** Left to the provider when undefined: some models accept none. */
  readonly temperature?: number | undefined;
  /** `json_schema` where the server holds the model to the schema; `json_object` puts the schema into the prompt. */
  readonly structuredOutputs: 'json_schema' | 'json_object';
};

export const openAiBaseUrl = 'https://api.openai.com/v1';

/**
 * A model behind any server that speaks OpenAI's chat completions. One call is one request: retries, limits,
 * budgets and prices are decorators. With `json_schema` the request's schema must be within the strict subset
 * (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
 *
 * @throws PipelineError `config` when the key or the address cannot work at all.
 */
export function openAiModel(settings: OpenAiSettings): LanguageModel {
  const endpoint: Endpoint = { ...settings, baseUrl: settings.baseUrl ?? openAiBaseUrl };
  const client = clientFor(endpoint, settings.timeout);
  return {
    id: settings.id,
    complete: async (request, context) => {
      context.note({ model: settings.id });
      const { body, headers } = await send(client, endpoint, settings, request, context);
      const limits = readLimits(headers, context.clock.now());
      const reply = await readReply(body, request, settings.id);
      noteReply(reply, context);
      return {
        answer: answerOf(reply, request),
        model: reply.model,
        usage: reply.usage,
        cost: { source: 'unpriced' },
        ...(limits.length === 0 ? {} : { limits }),
      };
    },
  };
}

function clientFor({ apiKey, baseUrl }: Endpoint, timeout: number): OpenAI {
  // The library would put a key that is not fit for a header into its message, key and all.
  if (!/^[\x21-\x7e]+$/u.test(apiKey)) {
    throw new PipelineError('config', 'model.apiKey is empty or holds characters that cannot be sent in a header.');
  }
  if (!isPlainAddress(baseUrl)) {
    throw new PipelineError('config', 'model.baseUrl is not an http(s) URL without user name, password and query.');
  }
  // Everything that the library would otherwise read from the environment is given, so that it does not.
  return new OpenAI({
    apiKey,
    baseURL: baseUrl,
    timeout,
    maxRetries: 0,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    fetch: unwrappingErrors(fetch),
  });
}

/** What else a URL may hold would not work, and may be secret. */
function isPlainAddress(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/u.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === ''
  );
}

async function send(
  client: OpenAI,
  endpoint: Endpoint,
  settings: OpenAiSettings,
  request: Completion,
  context: StageContext,
): Promise<{ readonly body: unknown; readonly headers: Headers }> {
  context.signal.throwIfAborted();
  // The library's own timeout ends with the headers of the answer; this one covers its body too.
  const deadline = AbortSignal.timeout(settings.timeout);
  try {
    const answer = client.chat.completions.create(
      {
        model: settings.id,
        messages: messagesOf(request, settings),
        response_format: formatOf(request, settings),
        max_completion_tokens: request.maxOutputTokens,
        ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
      },
      { signal: AbortSignal.any([context.signal, deadline]) },
    );
    const { data, response } = await answer.withResponse();
    return { body: data, headers: response.headers };
  } catch (error) {
    context.signal.throwIfAborted();
    throw deadline.aborted ? timedOut(endpoint) : toModelFailure(error, endpoint, context.clock.now());
  }
}

function messagesOf({ system, user, schema }: Completion, { structuredOutputs }: OpenAiSettings) {
  const shape = `\n\nAnswer with one JSON object that fits this JSON Schema:\n${JSON.stringify(schema.jsonSchema)}`;
  return [
    { role: 'system' as const, content: structuredOutputs === 'json_object' ? system + shape : system },
    { role: 'user' as const, content: user },
  ];
}

function formatOf({ schema }: Completion, { structuredOutputs }: OpenAiSettings) {
  return structuredOutputs === 'json_object'
    ? { type: 'json_object' as const }
    : { type: 'json_schema' as const, json_schema: { name: schema.name, schema: schema.jsonSchema, strict: true } };
}

/** Noted before the answer is judged: it is paid for even when it is of no use. */
function noteReply({ model, finishReason, usage }: Reply, context: StageContext): void {
  context.note({
    response_model: model,
    finish_reason: finishReason,
    input_tokens: usage.input,
    output_tokens: usage.output,
    cached_tokens: usage.cachedInput,
    ...(usage.cacheWrite === undefined ? {} : { cache_write_tokens: usage.cacheWrite }),
    reasoning_tokens: usage.reasoning,
    usage_source: usage.source,
    cost_source: 'unpriced',
  });
}
