import type { FailureCategory } from './failure.ts';
import type { Item } from './item.ts';
import type { Json } from './json.ts';
import type { Claim, Settlement } from './run-store.ts';

/**
 * What happens to an item in this process, for whoever shows it while it happens. Not a fact: nothing is counted
 * or stored from it. Every `started` is followed by exactly one of the others.
 */
export type Notice =
  | ({ readonly kind: 'started' } & Pick<Claim, 'item' | 'round' | 'traceId' | 'earlierTraceId'>)
  /** Put back until `until` (milliseconds since the Unix epoch); with scope `key` all of its key waits. */
  | {
      readonly kind: 'parked';
      readonly item: Item<Json>;
      readonly until: number;
      readonly scope: 'item' | 'key';
      readonly category: FailureCategory | undefined;
    }
  /** Committed. */
  | { readonly kind: 'settled'; readonly item: Item<Json>; readonly settlement: Settlement }
  /** Cut off, or no longer ours: the item is, or will be, in the frontier again. */
  | { readonly kind: 'let_go'; readonly item: Item<Json> };

/** Never throws and never delays. */
export type Watch = (notice: Notice) => void;
