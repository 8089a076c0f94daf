import type { Json } from './json.ts';

/**
 * Small JSON documents that several processes of one machine change, each in its turn.
 *
 * @throws PipelineError `store` when they cannot be read or written.
 */
export interface SharedDocuments {
  /**
   * Changes a document while nobody else does, and gives what the change gives. Nothing is written when the value
   * stays the same object.
   *
   * @param change is given undefined when there is no such document yet. It may be called again with a newer value,
   * so it does nothing but compute.
   */
  change<T>(name: string, change: (value: Json | undefined) => Changed<T>): Promise<T>;
  close(): Promise<void>;
}

export type Changed<T> = { readonly value: Json; readonly result: T };
