import type OpenAI from 'openai';
import type { Completion, Repair } from './language-model.ts';
import type { Provider, StructuredMode } from './providers.ts';

type Request = OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming;
type Messages = Request['messages'];

export type RequestSettings = {
  /** The model as its provider calls it. */
  readonly id: string;
  readonly provider: Provider;
  readonly structuredOutputs: StructuredMode;
  readonly temperature: number | undefined;
};

/** The body of `POST /chat/completions`. */
export function chatRequest(request: Completion, settings: RequestSettings): Request {
  const { id, provider, structuredOutputs, temperature } = settings;
  return {
    model: id,
    messages: messagesOf(request, structuredOutputs),
    ...shapeOf(request, structuredOutputs),
    [provider.lengthLimit]: request.maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...provider.extra,
  };
}

function messagesOf({ system, user, schema, repair }: Completion, mode: StructuredMode): Messages {
  const shape = () =>
    `\n\nAnswer with one JSON object that fits this JSON Schema:\n${JSON.stringify(schema.jsonSchema)}`;
  const isTold = mode === 'json_object' || mode === 'text';
  return [
    { role: 'system', content: isTold ? system + shape() : system },
    { role: 'user', content: user },
    ...(repair === undefined ? [] : repairMessages(repair)),
  ];
}

function repairMessages({ answer, problems }: Repair): Messages {
  const listed = problems.map((problem) => `- ${problem}`).join('\n');
  return [
    { role: 'assistant', content: answer },
    {
      role: 'user',
      content: `That answer cannot be used:\n${listed}\nAnswer the same question again, with the whole JSON object and nothing else.`,
    },
  ];
}

function shapeOf({ schema }: Completion, mode: StructuredMode): Partial<Request> {
  const { name, jsonSchema } = schema;
  switch (mode) {
    case 'json_schema':
      return { response_format: { type: mode, json_schema: { name, schema: jsonSchema, strict: true } } };
    case 'json_object':
      return { response_format: { type: mode } };
    case 'tool_call':
      return {
        tools: [{ type: 'function', function: { name, description: 'Takes the answer.', parameters: jsonSchema } }],
        tool_choice: { type: 'function', function: { name } },
      };
    case 'text':
      return {};
  }
}
