import type { Clock } from '#core/clock.ts';
import type { SharedDocuments } from '#core/shared-documents.ts';

export type LimiterPorts = {
  readonly documents: SharedDocuments;
  readonly clock: Clock;
  /** This process, and whether another one still lives. */
  readonly owner: { readonly name: string; isAlive(owner: string): Promise<boolean> };
  /** Milliseconds that a call holds its slot at the most while it waits for its turn; then its item is parked. */
  readonly longestWait: number;
  /** Milliseconds: what is known to take longer is not waited for at all. */
  readonly patience: number;
};
