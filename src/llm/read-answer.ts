import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Reply } from './chat-completion.ts';
import type { Completion, Recovery } from './language-model.ts';
import { recoverJson } from './recover-json.ts';
import { schemaProblems } from './schema-problems.ts';

export type Answer = { readonly answer: Json; readonly recovery: Recovery };

/** As OpenAI says it, and as servers do that pass on the words of others (Anthropic, Gemini). */
const cutOff: ReadonlySet<string> = new Set(['length', 'max_tokens', 'model_length']);
const withheld: ReadonlySet<string> = new Set([
  'blocklist',
  'content_filter',
  'prohibited_content',
  'recitation',
  'refusal',
  'safety',
]);

/** How models that have no field for it decline; only believed where the answer holds no object. */
const declining =
  /^\W*(?:i['’]m (?:very |so |really )?sorry|i am (?:very |so |really )?sorry|sorry\b|i (?:can['’]t|cannot|can not|won['’]t|will not|must decline)|i['’]m (?:unable|not able)|i am (?:unable|not able)|as an ai\b)/iu;

const longestKept = 8_000;

/**
 * The answer, read as far as it takes no guessing, and held to the schema. What it cost is in the failure's details,
 * because an answer of no use is paid for too; so is what is wrong with it (`problems`), when the model may mend it,
 * and whether it was `cut_off`.
 *
 * @throws PipelineError `llm_refused`, or `llm_output` for an answer that is cut off, empty, no JSON or another shape.
 */
export function answerOf(reply: Reply, request: Completion): Answer {
  const { content = '', finishReason } = reply;
  if (reply.refusal !== undefined && reply.refusal !== '') throw refused(reply, `declined: ${brief(reply.refusal)}`);
  if (withheld.has(finishReason.toLowerCase())) throw refused(reply, 'was stopped by a content filter');
  if (cutOff.has(finishReason.toLowerCase())) {
    throw unusable(reply, `was cut off; at most ${request.maxOutputTokens} output tokens were allowed`, {
      cut_off: true,
    });
  }
  if (content.trim() === '') throw unusable(reply, `is empty (finish reason: ${finishReason})`);
  const recovered = recoverJson(content);
  if (recovered === undefined) {
    if (!content.includes('{') && declining.test(content)) throw refused(reply, `declined: ${brief(content)}`);
    throw unusable(reply, 'is not JSON', { problems: ['the answer is not exactly one JSON object'] });
  }
  const { value, level } = recovered;
  const problems = schemaProblems(value, request.schema.jsonSchema, level === 'repaired_json');
  if (problems.length > 0) throw unusable(reply, `does not fit the schema (${problems[0]})`, { problems });
  return { answer: value, recovery: request.repair === undefined ? level : 'repair_turn' };
}

function brief(text: string): string {
  return text.trim().slice(0, 200);
}

function refused(reply: Reply, what: string): PipelineError {
  return new PipelineError('llm_refused', `${reply.model} ${what}`, { details: detailsOf(reply) });
}

function unusable(reply: Reply, what: string, details: Readonly<Record<string, Json>> = {}): PipelineError {
  return new PipelineError('llm_output', `The answer of ${reply.model} ${what}.`, {
    details: { ...detailsOf(reply), ...details },
    // It was not the server that stumbled, so there is nothing to wait for.
    retryAfter: 0,
  });
}

function detailsOf({ finishReason, usage, content = '' }: Reply): Readonly<Record<string, Json>> {
  return { finish_reason: finishReason, usage, answer: content.slice(0, longestKept) };
}
