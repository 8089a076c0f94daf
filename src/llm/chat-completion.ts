import { z } from 'zod';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Completion, Usage } from './language-model.ts';

const tokens = z.int().nonnegative();

const joined = (parts: readonly { readonly text?: string | undefined }[]) =>
  parts.map(({ text = '' }) => text).join('');

/** The part of an answer to `POST /chat/completions` that is read. Servers differ in everything else. */
const chatCompletion = z.object({
  model: z.string().optional(),
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({
        content: z.union([z.string(), z.array(z.object({ text: z.string().optional() })).transform(joined)]).nullish(),
        refusal: z.string().nullish(),
        tool_calls: z
          .array(z.object({ function: z.object({ arguments: z.union([z.string(), z.json()]) }) }))
          .nullish()
          .catch(undefined),
      }),
    }),
  ),
  usage: z
    .object({
      prompt_tokens: tokens,
      completion_tokens: tokens,
      prompt_tokens_details: z.object({ cached_tokens: tokens.nullish() }).nullish(),
      completion_tokens_details: z.object({ reasoning_tokens: tokens.nullish() }).nullish(),
    })
    .nullish()
    .catch(undefined),
});

/** What came back, before it is judged. */
export type Reply = {
  readonly model: string;
  /** `none` when there is no choice, or the server did not say why it stopped. */
  readonly finishReason: string;
  readonly content: string | undefined;
  readonly refusal: string | undefined;
  readonly usage: Usage;
};

/** @throws PipelineError `llm_provider` when the body is not a chat completion at all. */
export function readReply(body: unknown, request: Completion, model: string): Reply {
  const parsed = chatCompletion.safeParse(body);
  if (!parsed.success) {
    throw new PipelineError(
      'llm_provider',
      `The answer for ${model} is not a chat completion; is model.baseUrl the address of an OpenAI-compatible API?`,
      { details: { problems: z.prettifyError(parsed.error).slice(0, 500) } },
    );
  }
  const choice = parsed.data.choices[0];
  // Where a tool was to be called, what it was called with is the answer.
  const called = choice?.message.tool_calls?.[0]?.function.arguments;
  const content =
    (typeof called === 'object' ? JSON.stringify(called) : called?.toString()) ?? choice?.message.content ?? undefined;
  return {
    model: parsed.data.model ?? model,
    finishReason: choice?.finish_reason ?? 'none',
    content,
    refusal: choice?.message.refusal ?? undefined,
    usage: usageOf(parsed.data.usage, request, content ?? ''),
  };
}

type ReportedUsage = z.infer<typeof chatCompletion>['usage'];

function usageOf(reported: ReportedUsage, request: Completion, content: string): Usage {
  if (reported === undefined || reported === null) {
    const sent = request.system.length + request.user.length + JSON.stringify(request.schema.jsonSchema).length;
    return {
      input: estimated(sent),
      cachedInput: 0,
      output: estimated(content.length),
      reasoning: 0,
      source: 'estimated',
    };
  }
  // Some servers report the parts beside the whole instead of within it; a part is never more than its whole.
  return {
    input: reported.prompt_tokens,
    cachedInput: Math.min(reported.prompt_tokens, reported.prompt_tokens_details?.cached_tokens ?? 0),
    output: reported.completion_tokens,
    reasoning: Math.min(reported.completion_tokens, reported.completion_tokens_details?.reasoning_tokens ?? 0),
    source: 'reported',
  };
}

/** Four characters a token: OpenAI's rule of thumb for English. */
function estimated(characters: number): number {
  return Math.ceil(characters / 4);
}
