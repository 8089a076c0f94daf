import type { Completion } from './language-model.ts';

/** Asked by whoever sets something aside for a request, and to write the schema down takes longer than all the rest. */
const known = new WeakMap<Completion, number>();

/** The bytes of what is asked, in UTF-8: at least those of the prompt and the schema as they are sent. */
export function requestBytes(request: Completion): number {
  const bytes = known.get(request) ?? bytesOf(request);
  known.set(request, bytes);
  return bytes;
}

function bytesOf({ system, user, ...more }: Completion): number {
  return Buffer.byteLength(system) + Buffer.byteLength(user) + Buffer.byteLength(JSON.stringify(more));
}
