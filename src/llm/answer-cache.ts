import { hash } from 'node:crypto';
import type { Json } from '#core/json.ts';
import type { Completion, CompletionResult } from './language-model.ts';

/** Who answers, and with which settings: what the same question may be answered differently by. */
export type Answerer = {
  /** Who runs the model: a name, or the address. */
  readonly provider: string;
  readonly model: string;
  readonly parameters: Readonly<Record<string, Json>>;
};

/** All that an answer depends on. Hashes are SHA-256 in hexadecimal. */
export type AnswerKey = {
  readonly provider: string;
  readonly model: string;
  /** JSON. */
  readonly parameters: string;
  /** Of the instructions. */
  readonly prompt: string;
  /** Of the question, with the document that it is about. */
  readonly document: string;
  readonly schema: string;
  /** See `Completion.repeat`. */
  readonly repeat: number;
};

export type KeptAnswer = {
  readonly result: CompletionResult;
  /** Which run, and which item of it, it was made for. */
  readonly run: string;
  readonly item: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
};

/** Remembers answers. What `put` has resolved for survives the death of the process. */
export interface AnswerCache {
  get(key: AnswerKey): Promise<KeptAnswer | undefined>;
  put(key: AnswerKey, answer: KeptAnswer): Promise<void>;
}

export function answerKey({ provider, model, parameters }: Answerer, request: Completion): AnswerKey {
  return {
    provider,
    model,
    parameters: JSON.stringify({ ...parameters, maxOutputTokens: request.maxOutputTokens }),
    prompt: promptDigest(request.system),
    document: digest(request.user),
    schema: schemaDigest(JSON.stringify(request.schema)),
    repeat: request.repeat ?? 0,
  };
}

const digest = (text: string) => hash('sha256', text, 'hex');

/** Instructions and schema are mostly those of the question before. */
function digestOfLatest(): (text: string) => string {
  let latest = { text: '', digest: digest('') };
  return (text) => {
    if (text !== latest.text) latest = { text, digest: digest(text) };
    return latest.digest;
  };
}
const promptDigest = digestOfLatest();
const schemaDigest = digestOfLatest();
