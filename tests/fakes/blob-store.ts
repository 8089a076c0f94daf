import { createHash } from 'node:crypto';
import type { BlobStore } from '#core/blob-store.ts';

export type MemoryBlobStore = BlobStore & {
  /** What is stored, by address; delete from it to play a pruned blob. */
  readonly blobs: Map<string, Uint8Array>;
};

export function memoryBlobStore(): MemoryBlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    blobs,
    put: async (bytes) => {
      const address = createHash('sha256').update(bytes).digest('hex');
      if (!blobs.has(address)) blobs.set(address, Uint8Array.from(bytes));
      return address;
    },
    get: async (address) => blobs.get(address),
  };
}
