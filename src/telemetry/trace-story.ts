import type { Attributes, Fact } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { SettledOutcome, StoredFailure } from '#core/run-store.ts';
import type { SpanKey } from './span-id.ts';

/** Everything that the trace of an item is made of. Times are in milliseconds since the Unix epoch. */
export type TraceStory = {
  readonly traceId: string;
  /** The trace of the item's earlier life. */
  readonly earlierTraceId: string | undefined;
  /** The span of the run, when it is known which process it was. */
  readonly runSpan: { readonly traceId: string; readonly spanId: string } | undefined;
  readonly item: string;
  /** What else its span says of the item, by the names of `commonAttributes`. */
  readonly about: Attributes;
  readonly round: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly facts: readonly Fact[];
  /** What had begun and not ended when the item was let go. */
  readonly open: readonly OpenOperation[];
  readonly parkings: readonly Parking[];
  readonly ending: TraceEnding;
  /** How many facts are missing, because there were too many. */
  readonly dropped: number;
};

export type OpenOperation = SpanKey & { readonly at: number };

export type Parking = {
  readonly at: number;
  readonly until: number;
  readonly scope: 'item' | 'key';
  readonly category: FailureCategory | undefined;
};

export type TraceEnding =
  | { readonly outcome: 'succeeded'; readonly failure?: never }
  | { readonly outcome: Exclude<SettledOutcome, 'succeeded'>; readonly failure: StoredFailure }
  /** The item did not settle: it was cut off, or waits to be taken up again. */
  | { readonly outcome: 'unfinished'; readonly failure?: never; readonly cutOff: boolean };
