import { z } from 'zod';
import { PipelineError } from '#core/pipeline-error.ts';
import { estimatedUsage } from './count-tokens.ts';
import type { Completion, Usage } from './language-model.ts';
import { reportedUsageOf } from './usage.ts';

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

/**
 * What the body says. Tokens that it does not tell are counted.
 *
 * @throws PipelineError `llm_provider` when the body is not a chat completion at all.
 */
export async function readReply(body: unknown, request: Completion, model: string): Promise<Reply> {
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
    usage: reportedUsageOf(body) ?? (await estimatedUsage(request, content ?? '')),
  };
}
