import type { SpanDefinition } from '#catalogue/span.ts';
import { spanEvents } from '#catalogue/span-events.ts';
import { commonAttributes } from '#catalogue/spans.ts';
import type { Attributes } from '#core/fact.ts';
import { ruleOf } from '#core/failure.ts';
import type { KeepReason, SpanAttributes, SpanEvent, SpanLink, TraceSpan } from '#core/trace.ts';
import { cut, spanAttributesOf } from './fact-attributes.ts';
import { rootSpanId } from './span-id.ts';
import type { Parking, TraceEnding, TraceStory } from './trace-story.ts';

/** The span of the item as a whole, the root of its trace. */
export function rootSpan(story: TraceStory, definition: SpanDefinition, reasons: readonly KeepReason[]): TraceSpan {
  const { traceId, startedAt, endedAt, ending, parkings } = story;
  const { failure } = ending;
  return {
    traceId,
    spanId: rootSpanId(traceId),
    name: definition.name,
    kind: definition.kind,
    start: startedAt,
    end: Math.max(startedAt, endedAt),
    status: isError(ending) ? 'error' : 'unset',
    ...(failure === undefined ? {} : { message: cut(failure.message) }),
    attributes: {
      ...definition.constants,
      ...spanAttributesOf(aboutItem(story, reasons), commonAttributes),
      ...spanAttributesOf({ outcome: ending.outcome }, definition.attributes),
    },
    events: parkings.map(parkingEvent),
    links: linksOf(story),
  };
}

function isError(ending: TraceEnding): boolean {
  if (ending.outcome === 'unfinished') return ending.cutOff;
  return ending.failure !== undefined && ruleOf(ending.failure.category).outcome === 'failed';
}

function aboutItem(
  { item, about, round, ending, dropped }: TraceStory,
  reasons: readonly KeepReason[],
): Attributes & { readonly kept?: string } {
  const { outcome, failure } = ending;
  return {
    itemId: item,
    ...about,
    ...(round === 1 ? {} : { round }),
    ...(reasons[0] === undefined ? {} : { kept: reasons[0] }),
    ...(dropped === 0 ? {} : { dropped }),
    ...(outcome === 'unfinished' && ending.cutOff ? { error: 'cancelled' } : {}),
    ...(failure === undefined ? {} : { error: failure.category, message: failure.message }),
  };
}

function parkingEvent({ at, until, scope, category }: Parking): SpanEvent {
  const said: Attributes = { until: new Date(until).toISOString(), scope, ...(category && { reason: category }) };
  const { name = '', attributes = {} } = spanEvents['parked'] ?? {};
  return { name, at, attributes: spanAttributesOf(said, attributes) };
}

function linksOf({ runSpan, earlierTraceId }: TraceStory): readonly SpanLink[] {
  const to = (traceId: string, spanId: string, what: string): SpanLink => ({
    traceId,
    spanId,
    attributes: { [commonAttributes.link.name]: what } satisfies SpanAttributes,
  });
  return [
    ...(runSpan === undefined ? [] : [to(runSpan.traceId, runSpan.spanId, 'run')]),
    ...(earlierTraceId === undefined ? [] : [to(earlierTraceId, rootSpanId(earlierTraceId), 'earlier')]),
  ];
}
