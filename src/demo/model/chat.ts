import type { Json } from '#core/json.ts';
import { answerTo } from './answer.ts';
import type { Tokens } from './bill.ts';
import { type Schema, isObject } from './schema.ts';

/** Says on every answer that no model stands behind it. */
export const fingerprint = 'specbook-demo-stand-in';
export const modelId = 'demo-model';

/** An answer of the server, before it is written. */
export type Reply = {
  readonly status: number;
  readonly body: Json;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ChatRequest = { readonly prompt: string; readonly schema: Schema; readonly maximumTokens: number };

/** An answer before it is written. The tokens are what it costs. */
export type Completion = {
  readonly content: string | null;
  readonly refusal: string | null;
  readonly finishReason: 'stop' | 'length' | 'content_filter';
  readonly tokens: Tokens;
};

/** An error in the shape that OpenAI gives them, which clients know how to read. */
export function errorReply(status: number, message: string, code: string | null = null): Reply {
  return { status, body: { error: { message, type: 'invalid_request_error', param: null, code } } };
}

export function modelsReply(): Reply {
  const model = { id: modelId, object: 'model', created: 0, owned_by: fingerprint };
  return { status: 200, body: { object: 'list', data: [model] } };
}

/** The answer to a request, cut where it is longer than the request allows. */
export function complete({ prompt, schema, maximumTokens }: ChatRequest): Completion {
  const full = JSON.stringify(answerTo(prompt, schema));
  const tokens = countTokens(full);
  const isCut = tokens > maximumTokens;
  return {
    content: isCut ? full.slice(0, maximumTokens * charactersPerToken) : full,
    refusal: null,
    finishReason: isCut ? 'length' : 'stop',
    tokens: { prompt: countTokens(prompt), completion: Math.min(tokens, maximumTokens) },
  };
}

/**
 * The completion as OpenAI writes it. The same one is written the same way: `created` is always 0.
 *
 * @param number how many requests there have been; it makes the answer's id.
 */
export function completionReply({ content, refusal, finishReason, tokens }: Completion, number: number): Reply {
  return {
    status: 200,
    body: {
      id: `chatcmpl-demo-${number}`,
      object: 'chat.completion',
      created: 0,
      model: modelId,
      system_fingerprint: fingerprint,
      choices: [
        { index: 0, logprobs: null, finish_reason: finishReason, message: { role: 'assistant', content, refusal } },
      ],
      usage: {
        prompt_tokens: tokens.prompt,
        completion_tokens: tokens.completion,
        total_tokens: tokens.prompt + tokens.completion,
        prompt_tokens_details: { cached_tokens: number === 1 ? 0 : cachedOf(tokens.prompt) },
        completion_tokens_details: { reasoning_tokens: Math.floor(tokens.completion / 8) },
      },
    },
  };
}

/**
 * What would have been read from a cache, and (above) spent on reasoning: made up, at no other price, so that whoever
 * counts such tokens has something to count. Providers keep prompts in pieces of 64 tokens or more.
 */
const cachedOf = (prompt: number) => Math.floor(prompt / 4 / 64) * 64;

const charactersPerToken = 4;

/** The stand-in's tokenizer: four characters are a token, the last one may be shorter. */
function countTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** What is asked, or the answer to a request that cannot be understood. */
export function readRequest(body: Json): ChatRequest | Reply {
  if (!isObject(body)) return errorReply(400, 'The body is not a JSON object.');
  const { model, messages } = body;
  if (typeof model !== 'string') return errorReply(400, 'You must provide a model parameter.');
  if (model !== modelId)
    return errorReply(404, `The model "${model}" does not exist; this is ${modelId}.`, 'model_not_found');
  if (body['stream'] === true) return errorReply(400, 'The demo model does not stream.', 'unsupported_value');
  const texts = Array.isArray(messages) ? messages.filter(isObject).map(({ content }) => content) : [];
  const prompt = texts.filter((content) => typeof content === 'string').join('\n\n');
  if (prompt === '') return errorReply(400, '"messages" holds no text.');
  const schema = schemaIn(body, prompt);
  if (schema === undefined)
    return errorReply(400, 'The demo model needs a JSON schema to answer by.', 'unsupported_value');
  const limit = body['max_completion_tokens'] ?? body['max_tokens'];
  return { prompt, schema, maximumTokens: typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY };
}

/** From `response_format`; with `json_object` the prompt itself has to hold it, on a line of its own. */
function schemaIn(body: Schema, prompt: string): Schema | undefined {
  const format = body['response_format'];
  if (!isObject(format)) return undefined;
  const named = format['json_schema'];
  if (isObject(named)) return isObject(named['schema']) ? named['schema'] : undefined;
  return prompt
    .split('\n')
    .filter((line) => line.startsWith('{"type":"object"'))
    .map(parsed)
    .find((value) => isObject(value) && isObject(value['properties'])) as Schema | undefined;
}

/** Undefined when the text is not JSON. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
