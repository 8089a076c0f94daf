import type { Completion } from '../language-model.ts';

/** Tokens that a provider may add of its own: the frame of the messages, its words about the schema. */
const frame = 1_000;

/** The most tokens that a request can be counted as: no tokenizer makes more tokens of a text than it has bytes. */
export function mostInputTokens({ system, user, ...more }: Completion): number {
  return bytes(system) + bytes(user) + bytes(JSON.stringify(more)) + frame;
}

const bytes = (text: string) => Buffer.byteLength(text);
