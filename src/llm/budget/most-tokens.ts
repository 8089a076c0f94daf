import type { Completion } from '../language-model.ts';
import { requestBytes } from '../request-bytes.ts';

/** Tokens that a provider may add of its own: the frame of the messages, its words about the schema. */
const frame = 1_000;

/** The most tokens that a request can be counted as: no tokenizer makes more tokens of a text than it has bytes. */
export function mostInputTokens(request: Completion): number {
  return requestBytes(request) + frame;
}
