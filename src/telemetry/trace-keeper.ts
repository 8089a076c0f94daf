import type { SpanDefinition } from '#catalogue/span.ts';
import type { Clock } from '#core/clock.ts';
import type { Attributes, Fact } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { Notice, Watch } from '#core/notice.ts';
import type { Observer, Scope } from '#core/observer.ts';
import type { Settlement } from '#core/run-store.ts';
import type { KeptTrace } from '#core/trace.ts';
import { type KeepPolicy, reasonsToKeep } from './reasons-to-keep.ts';
import { thinOut, type TraceLimits, trimmed } from './trace-limits.ts';
import { traceOf } from './trace-of.ts';
import type { OpenOperation, Parking, TraceEnding, TraceStory } from './trace-story.ts';

export type TraceKeeper = {
  readonly observer: Observer;
  readonly watch: Watch;
  /** Ends the traces of items that wait for another process to take them up. */
  close(): void;
  /** How much is held at the moment. */
  held(): { readonly items: number; readonly facts: number };
  /** Items that settled, traces that are kept, and traces that there was no room to hold. */
  counts(): { readonly settled: number; readonly kept: number; readonly lost: number };
};

export type KeeperOrder = {
  readonly run: string;
  readonly runSpan: { readonly traceId: string; readonly spanId: string };
  readonly definitions: readonly SpanDefinition[];
  readonly policy: KeepPolicy;
  readonly limits: TraceLimits;
  readonly clock: Pick<Clock, 'now'>;
  /** What the root says of the item, by the names of `commonAttributes`. */
  describe(item: Item<unknown>): Attributes;
  /** Takes the traces that are kept. Never throws and never delays. */
  keep(trace: KeptTrace): void;
};

/** The trace of an item that has not settled yet. */
type Held = {
  readonly item: Item<unknown>;
  readonly traceId: string;
  readonly earlierTraceId: string | undefined;
  readonly round: number;
  readonly startedAt: number;
  readonly facts: Fact[];
  readonly open: Map<object, OpenOperation>;
  readonly parkings: Parking[];
  dropped: number;
};

/**
 * Holds the facts of each item until it settles, and decides then whether its trace is kept: only the end shows what
 * it is worth. Spans are made of those alone that are.
 */
export function traceKeeper(order: KeeperOrder): TraceKeeper {
  const { clock, limits } = order;
  /** The one that has been untouched for longest comes first. */
  const held = new Map<string, Held>();
  let facts = 0;
  const counts = { settled: 0, kept: 0, lost: 0 };
  let ended = 0;

  const forget = (entry: Held) => {
    held.delete(entry.item.id);
    facts -= entry.facts.length;
  };
  const makeRoom = () => {
    while (facts > limits.facts || held.size > limits.items) {
      const [oldest] = held.values();
      if (oldest === undefined) return;
      forget(oldest);
      counts.lost += 1;
    }
  };
  const end = (entry: Held, ending: TraceEnding) => {
    forget(entry);
    const story = storyOf(entry, ending, order);
    const reasons = reasonsToKeep(story, order.policy, ended);
    ended += 1;
    if (reasons.length === 0) return;
    const spans = traceOf(story, order.definitions, reasons);
    const [root] = spans;
    if (root === undefined) return;
    counts.kept += 1;
    const { traceId, item } = story;
    order.keep({ traceId, run: order.run, item, startedAt: root.start, outcome: ending.outcome, reasons, spans });
  };

  const start = ({ item, traceId, earlierTraceId, round }: Extract<Notice, { kind: 'started' }>) => {
    const before = held.get(item.id);
    held.delete(item.id);
    if (before?.traceId === traceId) held.set(item.id, before);
    else {
      if (before !== undefined) facts -= before.facts.length;
      const rest = { facts: [], open: new Map(), parkings: [], dropped: 0 };
      held.set(item.id, { item, traceId, earlierTraceId, round, startedAt: clock.now(), ...rest });
    }
    makeRoom();
  };

  const around = async <T>(scope: Scope, work: () => Promise<T>): Promise<T> => {
    const entry = held.get(scope.context.item.id);
    if (entry === undefined || entry.open.size >= limits.factsOfItem) return work();
    entry.open.set(scope, beginning(scope, clock.now()));
    try {
      return await work();
    } finally {
      entry.open.delete(scope);
    }
  };

  const fact = (happened: Fact) => {
    const entry = held.get(happened.item);
    // What comes in late, after its item was let go, belongs to no trace any more.
    if (entry?.traceId !== happened.trace) return;
    entry.facts.push(trimmed(happened, limits));
    const gone = thinOut(entry.facts, limits.factsOfItem);
    entry.dropped += gone;
    facts += 1 - gone;
    makeRoom();
  };

  const watch = (notice: Notice) => {
    if (notice.kind === 'started') {
      start(notice);
      return;
    }
    if (notice.kind === 'settled') counts.settled += 1;
    const entry = held.get(notice.item.id);
    if (entry === undefined) return;
    switch (notice.kind) {
      case 'parked': {
        const { until, scope, category } = notice;
        entry.parkings.push({ at: clock.now(), until, scope, category });
        thinOut(entry.parkings, limits.eventsOfFact);
        return;
      }
      case 'settled':
        end(entry, endingOf(notice.settlement));
        return;
      case 'let_go':
        end(entry, { outcome: 'unfinished', cutOff: true });
    }
  };

  return {
    observer: { around, fact },
    watch,
    close: () => {
      for (const entry of held.values()) end(entry, { outcome: 'unfinished', cutOff: false });
    },
    held: () => ({ items: held.size, facts }),
    counts: () => counts,
  };
}

function beginning({ kind, context }: Scope, at: number): OpenOperation {
  const { stage, iteration, attempt } = context;
  return { kind, stage, iteration, attempt, at };
}

function endingOf(settlement: Settlement): TraceEnding {
  if (settlement.outcome === 'succeeded') return { outcome: 'succeeded' };
  const { outcome, failure } = settlement;
  return { outcome, failure };
}

function storyOf(entry: Held, ending: TraceEnding, { describe, runSpan, clock }: KeeperOrder): TraceStory {
  const { item, traceId, earlierTraceId, round, startedAt, facts, open, parkings, dropped } = entry;
  return {
    traceId,
    earlierTraceId,
    runSpan,
    item: item.id,
    about: describe(item),
    round,
    startedAt,
    endedAt: clock.now(),
    facts,
    open: [...open.values()],
    parkings,
    ending,
    dropped,
  };
}
