import type { SpanDefinition } from '#catalogue/span.ts';
import type { Attributes } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { ItemHistory, RunHeader } from '#core/run-store.ts';
import type { KeptTrace } from '#core/trace.ts';
import { traceOf } from './trace-of.ts';
import type { TraceEnding } from './trace-story.ts';

/**
 * The trace of an item as far as the run store's facts tell it: without what only the process knew (waits in between,
 * what was cut off, its run's span), and with the facts of all processes that worked on the round in one trace.
 * Undefined when nobody has taken the item up yet.
 */
export function rebuildTrace(
  { id: run, pipeline, project }: Pick<RunHeader, 'id' | 'pipeline' | 'project'>,
  history: ItemHistory,
  definitions: readonly SpanDefinition[],
  describe: (item: Item<unknown>) => Attributes,
): KeptTrace | undefined {
  const { item, traceId, earlierTraceId, round, settledAt, facts } = history;
  if (traceId === undefined) return undefined;
  const ending = endingOf(history);
  const startedAt = Math.min(...facts.map(({ at }) => at), settledAt ?? Infinity);
  const endedAt = Math.max(...facts.map(({ at, duration }) => at + duration), settledAt ?? 0);
  if (!Number.isFinite(startedAt)) return undefined;
  const story = {
    traceId,
    earlierTraceId,
    runSpan: undefined,
    item: item.id,
    round,
    startedAt,
    endedAt,
    facts,
    ending,
  };
  const about = { runId: run, pipeline, ...(project === '' ? {} : { project }), ...describe(item) };
  const spans = traceOf({ ...story, about, open: [], parkings: [], dropped: 0 }, definitions, []);
  return { traceId, run, item: item.id, startedAt, outcome: ending.outcome, reasons: [], spans };
}

function endingOf({ state, failure }: ItemHistory): TraceEnding {
  if (state === 'succeeded') return { outcome: state };
  if (state === 'ready' || state === 'claimed' || failure === undefined)
    return { outcome: 'unfinished', cutOff: false };
  return { outcome: state, failure };
}
