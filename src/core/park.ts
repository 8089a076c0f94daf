import type { FailureCategory } from './failure.ts';

/**
 * Thrown to give up the slot and come back later. Not a failure: the engine puts the item back into the
 * frontier and goes on with others. With scope `key` the rest of its key (its host) waits too.
 */
export class Park extends Error {
  readonly until: number;
  readonly scope: 'item' | 'key';
  readonly category: FailureCategory | undefined;

  /** @param until milliseconds since the Unix epoch. */
  constructor(until: number, scope: 'item' | 'key', category?: FailureCategory) {
    super(`parked until ${new Date(until).toISOString()}`);
    this.name = 'Park';
    // Stores keep times in whole milliseconds.
    this.until = Math.ceil(until);
    this.scope = scope;
    this.category = category;
  }
}
