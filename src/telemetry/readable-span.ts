import { type HrTime, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanAttributes, TraceSpan } from '#core/trace.ts';

const kinds = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT } as const;
const statuses = { unset: SpanStatusCode.UNSET, error: SpanStatusCode.ERROR } as const;

/**
 * Gives our spans the form in which the SDK's processors and exporters take those that have ended. The SDK's tracer is
 * for spans that are still under way; ours have their ids and times, and whether they are kept has been decided.
 */
export function readableSpans(
  resource: Resource,
  instrumentationScope: InstrumentationScope,
): (span: TraceSpan) => ReadableSpan {
  return ({ traceId, spanId, parentSpanId, name, kind, start, end, status, message, attributes, events, links }) => {
    const own = contextOf(traceId, spanId);
    return {
      name,
      kind: kinds[kind],
      spanContext: () => own,
      ...(parentSpanId === undefined ? {} : { parentSpanContext: contextOf(traceId, parentSpanId) }),
      startTime: hrTime(start),
      endTime: hrTime(end),
      duration: hrTime(end - start),
      status: { code: statuses[status], ...(message === undefined || status === 'unset' ? {} : { message }) },
      attributes: plain(attributes),
      events: events.map((event) => ({
        name: event.name,
        time: hrTime(event.at),
        attributes: plain(event.attributes),
      })),
      links: links.map((link) => ({
        context: contextOf(link.traceId, link.spanId),
        attributes: plain(link.attributes),
      })),
      ended: true,
      resource,
      instrumentationScope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  };
}

const contextOf = (traceId: string, spanId: string) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });

/** Seconds and nanoseconds. */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1e6)];
}

/** The same, as the SDK's types want it. */
function plain(attributes: SpanAttributes): Record<string, string | number | boolean | string[]> {
  return attributes as Record<string, string | number | boolean | string[]>;
}
