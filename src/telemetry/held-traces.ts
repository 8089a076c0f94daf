import type { Fact } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { Notice } from '#core/notice.ts';
import type { Scope } from '#core/observer.ts';
import { thinOut, type TraceLimits, trimmed } from './trace-limits.ts';
import type { OpenOperation, Parking } from './trace-story.ts';

/** What is known of an item that has not settled yet. */
export type HeldTrace = {
  readonly item: Item<unknown>;
  readonly traceId: string;
  readonly earlierTraceId: string | undefined;
  readonly round: number;
  readonly startedAt: number;
  readonly facts: Fact[];
  readonly open: Set<OpenOperation>;
  readonly parkings: Parking[];
  dropped: number;
};

/** Times are in milliseconds since the Unix epoch. */
export type HeldTraces = {
  /** An item is taken up; one that was parked goes on in its trace. */
  start(notice: Extract<Notice, { kind: 'started' }>, at: number): void;
  fact(fact: Fact): void;
  /** An operation begins; the answer is to be called when it has ended. */
  begin(scope: Scope, at: number): () => void;
  park(item: string, parking: Parking): void;
  /** Gives what is held of the item, and holds it no more. */
  take(item: string): HeldTrace | undefined;
  items(): readonly string[];
  /** Traces and facts that are held at the moment, and traces that there was no room for. */
  size(): { readonly items: number; readonly facts: number; readonly lost: number };
};

/** Holds the facts of items under way and of parked ones, never more than the limits allow. */
export function heldTraces(limits: TraceLimits): HeldTraces {
  /** The one that was taken up longest ago comes first. */
  const held = new Map<string, HeldTrace>();
  let facts = 0;
  let lost = 0;

  const take = (item: string) => {
    const trace = held.get(item);
    held.delete(item);
    facts -= trace?.facts.length ?? 0;
    return trace;
  };
  const makeRoom = () => {
    while (facts > limits.facts || held.size > limits.items) {
      const [oldest = ''] = held.keys();
      take(oldest);
      lost += 1;
    }
  };
  return {
    start: ({ item, traceId, earlierTraceId, round }, at) => {
      const before = take(item.id);
      const fresh = { facts: [], open: new Set<OpenOperation>(), parkings: [], dropped: 0 };
      const trace =
        before?.traceId === traceId ? before : { item, traceId, earlierTraceId, round, startedAt: at, ...fresh };
      held.set(item.id, trace);
      facts += trace.facts.length;
      makeRoom();
    },
    fact: (fact) => {
      const trace = held.get(fact.item);
      // What comes in late, after its item was let go, belongs to no trace any more.
      if (trace?.traceId !== fact.trace) return;
      trace.facts.push(trimmed(fact, limits));
      const gone = thinOut(trace.facts, limits.factsOfItem);
      trace.dropped += gone;
      facts += 1 - gone;
      makeRoom();
    },
    begin: (scope, at) => {
      const { item, stage, iteration, attempt } = scope.context;
      const open = held.get(item.id)?.open;
      if (open === undefined || open.size >= limits.factsOfItem) return () => {};
      const operation = { kind: scope.kind, stage, iteration, attempt, at };
      open.add(operation);
      return () => void open.delete(operation);
    },
    park: (item, parking) => {
      const { parkings = [] } = held.get(item) ?? {};
      parkings.push(parking);
      thinOut(parkings, limits.eventsOfFact);
    },
    take,
    items: () => [...held.keys()],
    size: () => ({ items: held.size, facts, lost }),
  };
}
