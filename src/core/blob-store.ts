/** Bytes addressed by their content: stored twice they take space once. */
export interface BlobStore {
  /** Stores the bytes, durably, and gives their address (SHA-256 as 64 hexadecimal characters). */
  put(bytes: Uint8Array): Promise<string>;
  /** Undefined when there are no such bytes (never stored, or pruned). */
  get(address: string): Promise<Uint8Array | undefined>;
}
