import { APIConnectionTimeoutError, APIError } from 'openai';
import type { FailureCategory } from '#core/failure.ts';
import { type FailureDetails, PipelineError } from '#core/pipeline-error.ts';
import { readLimits } from './rate-limit-headers.ts';
import { retryAfter } from './retry-after.ts';

/** What a message may name (the address holds no secret: it is checked), and the key that it must not. */
export type Endpoint = {
  readonly id: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Where the configuration speaks of it: `model`. */
  readonly setting: string;
};

type Reading = { readonly category: FailureCategory; readonly message: string };

/** Error codes (and types) that say more than the status they come with. Other servers use OpenAI's. */
const categoryOfCode: Readonly<Record<string, FailureCategory>> = {
  context_length_exceeded: 'llm_context_length',
  string_above_max_length: 'llm_context_length',
  exceed_context_size_error: 'llm_context_length',
  content_filter: 'llm_refused',
  content_policy_violation: 'llm_refused',
  insufficient_quota: 'llm_quota',
  billing_hard_limit_reached: 'llm_quota',
  billing_not_active: 'llm_quota',
};

/** How servers without a code for it say that the prompt is too long (vLLM, llama.cpp, Anthropic, Gemini). */
const tooLong =
  /context (?:length|window|size)|prompt is too long|exceeds the maximum number of tokens|too many (?:input )?tokens/iu;

/** How servers without a code for it say that the account is empty (Anthropic, DeepSeek). */
const noCredit = /credit balance is too low|insufficient (?:credits?|balance|quota)/iu;

/**
 * Turns whatever the `openai` library throws into our one error. The provider's own words go into the message
 * only when they cannot hold the key; the library's error is not kept as a cause, for the same reason.
 *
 * @param now milliseconds since the Unix epoch, for a Retry-After that is a date.
 */
export function toModelFailure(error: unknown, endpoint: Endpoint, now: number): PipelineError {
  if (error instanceof APIConnectionTimeoutError) return timedOut(endpoint);
  if (!isAnswer(error)) return notReached(error, endpoint);
  const { category, message } = read(error, error.status, endpoint);
  const wait = retryAfter(error, now);
  const limits = readLimits(error.headers, now);
  return new PipelineError(category, message, {
    details: {
      ...detailsOf(error, error.status, category, endpoint),
      ...(limits.length === 0 ? {} : { limits: limits.map((statement) => ({ ...statement })) }),
    },
    ...(wait === undefined ? {} : { retryAfter: wait }),
    // It is not the item's host that wants to be left alone.
    waits: 'item',
  });
}

/** An error that the provider itself answered with, and not one of the way there. */
function isAnswer(error: unknown): error is APIError & { readonly status: number } {
  return error instanceof APIError && error.status !== undefined;
}

function timedOut(endpoint: Endpoint): PipelineError {
  return new PipelineError('llm_timeout', `${endpoint.id} did not answer within the deadline.`);
}

/** No answer, or one that broke off or is not what its headers promise. */
function notReached(error: unknown, endpoint: Endpoint): PipelineError {
  const code = systemCode(error);
  return new PipelineError(
    'llm_provider',
    `No usable answer from the provider of ${endpoint.id} at ${endpoint.baseUrl}${code === undefined ? '' : ` (${code})`}.`,
    { details: { ...(code === undefined ? {} : { code }), reason: redacted(String(error), endpoint) } },
  );
}

function read(error: APIError, status: number, endpoint: Endpoint): Reading {
  const said = redacted(error.message, endpoint);
  const known = categoryOf(error);
  // OpenAI answers 429, OpenRouter and others 402; to ask again costs time and brings nothing.
  if (known === 'llm_quota' || status === 402) {
    return {
      category: 'llm_quota',
      message: `The account behind ${endpoint.setting}.apiKey has no quota left for ${endpoint.id}.`,
    };
  }
  if (status === 429)
    return { category: 'llm_rate_limited', message: `The provider of ${endpoint.id} asked to slow down (429).` };
  if (status === 401 || status === 403) {
    return {
      category: 'config',
      message: `The provider of ${endpoint.id} refused ${endpoint.setting}.apiKey (${status}).`,
    };
  }
  if (status === 404) {
    const message = `The provider does not know ${endpoint.setting}.name "${endpoint.id}", or ${endpoint.setting}.baseUrl (${endpoint.baseUrl}) is not the address of an OpenAI-compatible API (404); npm run doctor says which models it has.`;
    return { category: 'config', message };
  }
  if (status >= 300 && status < 400) {
    const message = `${endpoint.setting}.baseUrl (${endpoint.baseUrl}) leads to another address (${status}), and a key is not carried there: give the address itself.`;
    return { category: 'config', message };
  }
  if (status === 408) return { category: 'llm_timeout', message: `The provider of ${endpoint.id} timed out (408).` };
  const message = `The provider of ${endpoint.id} answered ${said}`;
  return { category: status < 500 ? refusalCategory(error, status) : 'llm_provider', message };
}

function categoryOf({ code, type, message }: APIError): FailureCategory | undefined {
  return categoryOfCode[code ?? ''] ?? categoryOfCode[type ?? ''] ?? (noCredit.test(message) ? 'llm_quota' : undefined);
}

function refusalCategory(error: APIError, status: number): FailureCategory {
  const known = categoryOf(error);
  if (known !== undefined) return known;
  return status === 413 || tooLong.test(error.message) ? 'llm_context_length' : 'llm_provider';
}

/** Providers repeat parts of a key that they refuse, so nothing of what they say about one is kept. */
function detailsOf(error: APIError, status: number, category: FailureCategory, endpoint: Endpoint): FailureDetails {
  const aboutKey = status === 401 || status === 403;
  return {
    status,
    ...(typeof error.code === 'string' ? { code: redacted(error.code, endpoint) } : {}),
    ...(typeof error.type === 'string' ? { type: redacted(error.type, endpoint) } : {}),
    ...(typeof error.requestID === 'string' ? { request_id: error.requestID } : {}),
    ...(aboutKey ? {} : { provider_message: redacted(error.message, endpoint) }),
    ...(category === 'llm_context_length' ? lengthsIn(error.message) : {}),
  };
}

/** The limit and what was sent, in tokens, where the message names both; it may name parts of them too. */
function lengthsIn(message: string): { readonly limit_tokens?: number; readonly sent_tokens?: number } {
  // The library puts the status before the message.
  const said = message.replace(/^\d{3} /u, '');
  const numbers = [...said.matchAll(/\b\d{3,}\b/gu)].map(([digits]) => Number(digits)).filter((size) => size >= 256);
  const [limit, sent] = [numbers[0], Math.max(...numbers)];
  // "maximum context length is 4096 tokens … 9999", and the other way round "210000 tokens > 200000 maximum".
  if (limit === undefined || numbers.length < 2) return {};
  return limit < sent
    ? { limit_tokens: limit, sent_tokens: sent }
    : { limit_tokens: numbers[1] ?? limit, sent_tokens: limit };
}

/** The text without the key, and not longer than anyone reads. */
function redacted(text: string, endpoint: Endpoint): string {
  return text.replaceAll(endpoint.apiKey, '[model.apiKey]').slice(0, 500);
}

/** The operating system's word for it (`ECONNREFUSED`), wherever in the chain of causes it stands. */
function systemCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}
