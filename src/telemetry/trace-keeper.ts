import type { SpanDefinition } from '#catalogue/span.ts';
import type { Clock } from '#core/clock.ts';
import type { Attributes } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { Notice, Watch } from '#core/notice.ts';
import type { Observer } from '#core/observer.ts';
import type { Settlement } from '#core/run-store.ts';
import type { KeptTrace } from '#core/trace.ts';
import { heldTraces, type HeldTrace } from './held-traces.ts';
import { type KeepPolicy, reasonsToKeep } from './reasons-to-keep.ts';
import type { TraceLimits } from './trace-limits.ts';
import { traceOf } from './trace-of.ts';
import type { TraceEnding, TraceStory } from './trace-story.ts';

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

/**
 * Holds the facts of each item until it settles, and decides then whether its trace is kept: only the end shows what
 * it is worth. Spans are made of those alone that are.
 */
export function traceKeeper(order: KeeperOrder): TraceKeeper {
  const { clock, limits, policy, definitions, run, keep } = order;
  const traces = heldTraces(limits);
  let settled = 0;
  let ended = 0;
  let kept = 0;

  const end = (id: string, ending: TraceEnding) => {
    const held = traces.take(id);
    if (held === undefined) return;
    const over = { ...held, ending, endedAt: clock.now() };
    const reasons = reasonsToKeep(over, policy, ended);
    ended += 1;
    if (reasons.length === 0) return;
    const spans = traceOf(storyOf(over, order), definitions, reasons);
    const startedAt = spans[0]?.start ?? over.startedAt;
    kept += 1;
    keep({ traceId: over.traceId, run, item: id, startedAt, outcome: ending.outcome, reasons, spans });
  };
  const watch = (notice: Notice) => {
    const { id } = notice.item;
    switch (notice.kind) {
      case 'started':
        traces.start(notice, clock.now());
        return;
      case 'parked': {
        const { until, scope, category } = notice;
        traces.park(id, { at: clock.now(), until, scope, category });
        return;
      }
      case 'settled':
        settled += 1;
        end(id, endingOf(notice.settlement));
        return;
      case 'let_go':
        end(id, { outcome: 'unfinished', cutOff: true });
    }
  };
  return {
    observer: {
      around: (scope, work) => {
        const ends = traces.begin(scope, clock.now());
        const working = work();
        // Beside the work, not around it: nobody waits a turn longer for what is told of it.
        void working.then(ends, ends);
        return working;
      },
      fact: traces.fact,
    },
    watch,
    close: () => {
      for (const id of traces.items()) end(id, { outcome: 'unfinished', cutOff: false });
    },
    held: () => {
      const { items, facts } = traces.size();
      return { items, facts };
    },
    counts: () => ({ settled, kept, lost: traces.size().lost }),
  };
}

function endingOf(settlement: Settlement): TraceEnding {
  if (settlement.outcome === 'succeeded') return { outcome: 'succeeded' };
  const { outcome, failure } = settlement;
  return { outcome, failure };
}

function storyOf(
  { item, open, ...rest }: HeldTrace & Pick<TraceStory, 'ending' | 'endedAt'>,
  { describe, runSpan }: KeeperOrder,
): TraceStory {
  return { ...rest, runSpan, item: item.id, about: describe(item), open: [...open] };
}
