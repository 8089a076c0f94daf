import OpenAI from 'openai';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { type Reply, readReply } from './chat-completion.ts';
import { chatRequest, type RequestSettings } from './chat-request.ts';
import { deadlineOf } from './deadline.ts';
import { unwrappingErrors } from './error-body.ts';
import { fetchOnce } from './fetch-once.ts';
import type { Completion, LanguageModel } from './language-model.ts';
import { type Endpoint, toModelFailure } from './openai-failure.ts';
import { type ProviderName, addressOf, providerOf, providers, type StructuredMode } from './providers.ts';
import { readLimits } from './rate-limit-headers.ts';
import { answerOf } from './read-answer.ts';

export type OpenAiSettings = {
  /** The model as its provider calls it. */
  readonly id: string;
  /** The model as the configuration calls it; as its provider does when left out. */
  readonly name?: string | undefined;
  /** Told by the address when undefined. */
  readonly provider?: ProviderName | undefined;
  /** Up to and with the version (`http://127.0.0.1:11434/v1`); the provider's own when undefined. */
  readonly baseUrl: string | undefined;
  readonly apiKey: string;
  /** Milliseconds for one attempt at a usual question, from the request to the last byte of the answer. */
  readonly timeout: number;
  /** Left to the provider when undefined: some models accept none. */
  readonly temperature?: number | undefined;
  /** As the provider does it best when undefined. */
  readonly structuredOutputs?: StructuredMode | undefined;
  /** Where the configuration speaks of the model, for complaints: `model` when left out. */
  readonly setting?: string | undefined;
};

export const openAiBaseUrl = providers.openai.baseUrl;

/**
 * A model behind any server that speaks OpenAI's chat completions. One call is one request: retries, limits,
 * budgets and prices are decorators. With `json_schema` the request's schema must be within the strict subset
 * (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
 *
 * @throws PipelineError `config` when the key or the address cannot work at all.
 */
export function openAiModel(settings: OpenAiSettings): LanguageModel {
  const { id, name = id, apiKey, timeout, temperature, setting = 'model' } = settings;
  const provider = settings.provider ?? providerOf(settings.baseUrl);
  const known = providers[provider];
  const endpoint: Endpoint = { id: name, baseUrl: addressOf(settings), apiKey, setting };
  const client = clientFor(endpoint, timeout);
  const structuredOutputs = settings.structuredOutputs ?? known.structuredOutputs;
  const asked: RequestSettings = { id, provider: known, structuredOutputs, temperature };
  return {
    id: name,
    complete: async (request, context) => {
      context.note({ model: name, provider, ...(request.repair === undefined ? {} : { repair: true }) });
      const deadline = deadlineOf(request, timeout);
      const { body, headers } = await send(client, endpoint, asked, request, deadline, context);
      const limits = readLimits(headers, context.clock.now());
      const reply = await readReply(body, request, name);
      noteReply(reply, context);
      const { answer, recovery } = answerOf(reply, request);
      context.note({ recovery });
      const { model, usage } = reply;
      const result = { answer, recovery, model, usage, cost: { source: 'unpriced' } } as const;
      return limits.length === 0 ? result : { ...result, limits };
    },
  };
}

function clientFor({ apiKey, baseUrl, setting }: Endpoint, timeout: number): OpenAI {
  // The library would put a key that is not fit for a header into its message, key and all.
  if (!/^[\x21-\x7e]+$/u.test(apiKey)) {
    throw new PipelineError(
      'config',
      `${setting}.apiKey is empty or holds characters that cannot be sent in a header.`,
    );
  }
  if (!isPlainAddress(baseUrl)) {
    throw new PipelineError(
      'config',
      `${setting}.baseUrl is not an http(s) URL without user name, password and query.`,
    );
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
    fetch: unwrappingErrors(fetchOnce),
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
  settings: RequestSettings,
  request: Completion,
  timeout: number,
  context: StageContext,
): Promise<{ readonly body: unknown; readonly headers: Headers }> {
  context.signal.throwIfAborted();
  try {
    // The timeout ends with what `fetchOnce` gives, which is the whole answer.
    const answer = client.chat.completions.create(chatRequest(request, settings), {
      signal: context.signal,
      timeout,
    });
    const { data, response } = await answer.withResponse();
    return { body: data, headers: response.headers };
  } catch (error) {
    context.signal.throwIfAborted();
    throw toModelFailure(error, endpoint, context.clock.now());
  }
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
