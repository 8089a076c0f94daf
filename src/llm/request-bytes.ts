import type { Completion } from './language-model.ts';

/** The bytes of what is asked, in UTF-8: at least those of the prompt and the schema as they are sent. */
export function requestBytes({ system, user, ...more }: Completion): number {
  return Buffer.byteLength(system) + Buffer.byteLength(user) + Buffer.byteLength(JSON.stringify(more));
}
