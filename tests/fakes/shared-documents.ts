import type { Json } from '#core/json.ts';
import type { SharedDocuments } from '#core/shared-documents.ts';

/** Documents in memory, for one process; values go through JSON, as they do in a store. */
export function memoryDocuments(): SharedDocuments {
  const values = new Map<string, string>();
  return {
    change: async (name, change) => {
      const before = values.get(name);
      const { value, result } = change(before === undefined ? undefined : (JSON.parse(before) as Json));
      values.set(name, JSON.stringify(value));
      return result;
    },
    close: async () => undefined,
  };
}
