import type { Completion } from '../language-model.ts';

/** Tokens that a provider may add of its own: the frame of the messages, its words about the schema. */
const frame = 1_000;

/**
 * The most tokens that a request can be counted as: no tokenizer makes more tokens than bytes of a text, and the
 * request as JSON has no fewer bytes than what is sent.
 */
export function mostInputTokens(request: Completion): number {
  return Buffer.byteLength(JSON.stringify(request)) + frame;
}
