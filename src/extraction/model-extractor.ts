import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { tokenCounter } from '#llm/count-tokens.ts';
import type { CompletionResult, LanguageModel } from '#llm/language-model.ts';
import { answerSchema, isJsonObject } from './answer-schema.ts';
import type { Candidate, Extraction } from './extraction.ts';
import type { InformedExtractor } from './informed-extractor.ts';
import { type Prompt, renderPrompt } from './prompt.ts';
import { renderDocument } from './render-document.ts';
import type { TargetField, TargetSchema } from './target-schema.ts';

export type ModelExtractorSettings = {
  readonly model: LanguageModel;
  readonly prompt: Prompt;
  readonly maxOutputTokens: number;
  /** Tokens of the page that the model is shown at most. */
  readonly maxDocumentTokens: number;
};

/** Before the value and its quotation are looked for in the page: see `grounded`. */
const confidence = 0.7;

/** With less of a page than this there is nothing worth asking. */
const fewestTokens = 125;

type FieldAnswer = { readonly value: Json; readonly quote: string };

/**
 * Asks a model for every field of the schema it is given; to ask for fewer, pass a schema with fewer fields. Whether
 * the values stand in the page is for `grounded` to say.
 *
 * @throws PipelineError `llm_*` or `config` from the model; `llm_output` when the answer has another shape than asked.
 */
export function modelExtractor(settings: ModelExtractorSettings): InformedExtractor {
  const { model, prompt, maxOutputTokens, maxDocumentTokens } = settings;
  return {
    name: 'model',
    extract: async (document, schema, context, known = { fields: {} }) => {
      noteQuestion(schema, prompt, model, context);
      const count = await tokenCounter();
      const shown = (maximumTokens: number) => renderDocument(document, maximumTokens, count);
      const question = (page: string) => renderPrompt(prompt, { schema, known, page });
      const page = shown(maxDocumentTokens);
      context.note({ document_tokens_shown: count(page) });
      const result = await model.complete(
        {
          ...question(page),
          schema: { name: schemaName(schema), jsonSchema: answerSchema(schema) },
          maxOutputTokens,
          shorter: (share) => {
            // Of what it is, not of what it might be: a page that is short as it is is not made shorter by less room.
            const tokens = Math.floor(count(page) * share);
            return tokens < fewestTokens ? undefined : question(shown(tokens));
          },
        },
        context,
      );
      const extraction = readAnswer(result, schema);
      context.note({
        response_model: result.model,
        fields_answered: Object.keys(extraction.fields).join(','),
      });
      return extraction;
    },
  };
}

function noteQuestion(schema: TargetSchema, prompt: Prompt, model: LanguageModel, context: StageContext): void {
  context.note({
    model: model.id,
    prompt_id: prompt.id,
    prompt_version: prompt.version,
    prompt_hash: prompt.hash,
    fields_asked: schema.fields.map(({ name }) => name).join(','),
  });
}

/** Providers allow only letters, digits, `_` and `-` in the name of a schema, and 64 of them. */
function schemaName({ id }: TargetSchema): string {
  return id.replaceAll(/[^\w-]/gu, '_').slice(0, 64);
}

function readAnswer({ answer, model }: CompletionResult, { fields }: TargetSchema): Extraction {
  // Where nothing holds the model to the schema it may leave out what it did not find, but not everything.
  if (!isJsonObject(answer) || !fields.some(({ name }) => Object.hasOwn(answer, name))) {
    throw new PipelineError('llm_output', `The answer of ${model} holds none of the fields that were asked for.`, {
      details: { answer: JSON.stringify(answer).slice(0, 2_000) },
    });
  }
  const found = fields.flatMap((field) => {
    const candidate = candidateOf(field, readField(answer[field.name], field, model));
    return candidate === undefined ? [] : [[field.name, candidate] as const];
  });
  return { fields: Object.fromEntries(found) };
}

function readField(answer: Json | undefined, { name }: TargetField, model: string): FieldAnswer {
  if (answer === undefined || answer === null) return { value: null, quote: '' };
  const quote = isJsonObject(answer) ? (answer['quote'] ?? '') : undefined;
  if (!isJsonObject(answer) || answer['value'] === undefined || typeof quote !== 'string') {
    throw new PipelineError('llm_output', `The answer of ${model} for ${name} is not { value, quote }.`, {
      details: { answer: JSON.stringify(answer).slice(0, 2_000) },
    });
  }
  return { value: answer['value'], quote };
}

function candidateOf(field: TargetField, { value, quote }: FieldAnswer): Candidate | undefined {
  const present = withoutNulls(value);
  const parsed = present === undefined ? undefined : field.parse(present);
  return parsed === undefined
    ? undefined
    : { value: parsed, provenance: { source: 'model', where: quote, confidence } };
}

/** Strict mode makes the model say null where the record says nothing. */
function withoutNulls(value: Json): Json | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls).filter((inner) => inner !== undefined);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withoutNulls(inner)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
