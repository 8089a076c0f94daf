import { z } from 'zod';
import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { estimatedUsage } from './count-tokens.ts';
import type { Completion, Usage } from './language-model.ts';
import { reportedUsageOf } from './usage.ts';

/** The part of an answer to `POST /chat/completions` that is read. Servers differ in everything else. */
const chatCompletion = z.object({
  model: z.string().optional(),
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
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
  const content = choice?.message.content ?? undefined;
  return {
    model: parsed.data.model ?? model,
    finishReason: choice?.finish_reason ?? 'none',
    content,
    refusal: choice?.message.refusal ?? undefined,
    usage: reportedUsageOf(body) ?? (await estimatedUsage(request, content ?? '')),
  };
}

/**
 * The answer as JSON. What it cost is in the failure's details, because an answer of no use is paid for too.
 *
 * @throws PipelineError `llm_refused`, or `llm_output` for an answer that was cut off, is empty or is no JSON.
 */
export function answerOf(reply: Reply, request: Completion): Json {
  const details = {
    finish_reason: reply.finishReason,
    usage: reply.usage,
    answer: (reply.content ?? '').slice(0, 2_000),
  };
  if (reply.refusal !== undefined && reply.refusal !== '') {
    throw new PipelineError('llm_refused', `${reply.model} declined: ${reply.refusal.slice(0, 200)}`, { details });
  }
  if (reply.finishReason === 'content_filter') {
    throw new PipelineError('llm_refused', `The provider's content filter withheld the answer of ${reply.model}.`, {
      details,
    });
  }
  if (reply.finishReason === 'length') {
    const message = `The answer of ${reply.model} was cut off; at most ${request.maxOutputTokens} output tokens were allowed.`;
    throw new PipelineError('llm_output', message, { details });
  }
  if (reply.content === undefined || reply.content.trim() === '') {
    throw new PipelineError('llm_output', `${reply.model} gave no answer (finish reason: ${reply.finishReason}).`, {
      details,
    });
  }
  try {
    return JSON.parse(reply.content) as Json;
  } catch (cause) {
    throw new PipelineError('llm_output', `The answer of ${reply.model} is not JSON.`, { cause, details });
  }
}
