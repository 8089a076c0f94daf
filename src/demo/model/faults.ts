import type { FailureCategory } from '#core/failure.ts';
import { type Completion, errorReply, type Reply } from './chat.ts';
import { headersOf, tooManyRequests } from './limits.ts';

/**
 * How an answer fails, and what a careful client makes of it. `instead` is answered at once and costs nothing;
 * `answer` spoils one that was made, and is paid for. What recovers fails the first time that something is asked.
 */
export type ModelFault = {
  readonly title: string;
  /** Why it is not drawn by chance unless it is named. */
  readonly leftOut?: string;
} & (
  { readonly ends: FailureCategory; readonly recovers?: never } | { readonly recovers: true; readonly ends?: never }
) &
  (
    | { readonly instead: () => Reply; readonly answer?: never }
    | { readonly answer: (completion: Completion) => Completion | 'never' | 'reset'; readonly instead?: never }
  );

/** Milliseconds. */
const askedToWait = 500;

const slowDown = (): Reply => {
  const reply = tooManyRequests('Rate limit reached for demo-model.', 'requests', askedToWait);
  const headers = headersOf('requests', { limit: 60, remaining: 0, reset: askedToWait });
  return { ...reply, headers: { ...reply.headers, ...headers } };
};

const failed = (): Reply => ({
  status: 500,
  body: {
    error: {
      message: 'The server had an error while processing your request.',
      type: 'server_error',
      param: null,
      code: null,
    },
  },
});

/** Another digit, and never a 0, with which no number begins. */
const another = (digit: string) => String((Number(digit) % 9) + 1);

/** Every way to fail that the model knows; each under the base URL `/faults/NAME/v1`. */
export const modelFaults = {
  'model-rate-limited': {
    title: 'Asks to slow down every time (429)',
    leftOut: 'it is waited for until --patience runs out, and the pages of the same host wait too',
    ends: 'llm_rate_limited',
    instead: slowDown,
  },
  'model-busy': { title: 'Asks once to slow down (429), then answers', recovers: true, instead: slowDown },
  'model-error': { title: 'Fails every time (500)', ends: 'llm_provider', instead: failed },
  'model-flaky': { title: 'Fails once (500), then answers', recovers: true, instead: failed },
  'model-reset': { title: 'Breaks the connection off', ends: 'llm_provider', answer: () => 'reset' },
  'model-never': {
    title: 'Never answers, and is paid for even so',
    leftOut: 'it costs each attempt its whole --model-timeout',
    ends: 'llm_timeout',
    answer: () => 'never',
  },
  'model-refusal': {
    title: 'Declines to answer',
    ends: 'llm_refused',
    answer: (completion) => ({ ...completion, content: null, refusal: "I'm sorry, I can't help with that." }),
  },
  'model-content-filter': {
    title: 'Answer that a content filter withheld',
    ends: 'llm_refused',
    answer: (completion) => ({ ...completion, content: '', finishReason: 'content_filter' }),
  },
  'model-broken-json': {
    title: 'Answers with prose and with what is not quite JSON',
    recovers: true,
    answer: (completion) => ({ ...completion, content: `Here it is: ${completion.content?.slice(0, -1)},` }),
  },
  'model-hallucination': {
    title: 'Answers once with numbers that the page does not give',
    recovers: true,
    answer: (completion) => ({ ...completion, content: completion.content?.replaceAll(/\d/gu, another) ?? null }),
  },
  'model-truncated': {
    title: 'Answer that is cut off at its longest length',
    ends: 'llm_output',
    answer: (completion) => ({
      ...completion,
      content: completion.content?.slice(0, 20) ?? null,
      finishReason: 'length',
    }),
  },
  'model-off-schema': {
    title: 'Answers with JSON of another shape',
    ends: 'llm_output',
    answer: (completion) => ({ ...completion, content: '{"answer":"42"}' }),
  },
  'model-context-length': {
    title: 'Says that the page is too long for it',
    ends: 'llm_context_length',
    instead: () => contextLength(4_096, 9_999),
  },
  'model-no-quota': {
    title: 'Says that the account is out of credit (429), which ends the run',
    leftOut: 'it ends the run',
    ends: 'llm_quota',
    instead: () =>
      errorReply(429, 'You exceeded your current quota, please check your plan and billing.', 'insufficient_quota'),
  },
  'model-unauthorised': {
    title: 'Refuses the key (401), which ends the run',
    leftOut: 'it ends the run',
    ends: 'config',
    instead: () => errorReply(401, 'Incorrect API key provided.', 'invalid_api_key'),
  },
} as const satisfies Record<string, ModelFault>;

export type ModelFaultName = keyof typeof modelFaults;

export const modelFaultNames = Object.keys(modelFaults) as readonly ModelFaultName[];

/** The answer to a prompt that is longer than the model's context. */
export function contextLength(limit: number, tokens: number): Reply {
  const said = `This model's maximum context length is ${limit} tokens. However, your messages resulted in ${tokens} tokens.`;
  return errorReply(400, said, 'context_length_exceeded');
}
