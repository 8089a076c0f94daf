import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type HrTime,
  type Tracer,
} from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import type { SpanAttributes, TraceSpan } from '#core/trace.ts';

export type SpanEmitter = {
  /** Hands out the ids that the spans have already. */
  readonly idGenerator: IdGenerator;
  emit(spans: readonly TraceSpan[], tracer: Tracer): void;
};

/** Gives finished spans to the SDK, under their own ids and with their own times. */
export function spanEmitter(): SpanEmitter {
  let current = { traceId: '', spanId: '' };
  return {
    idGenerator: { generateTraceId: () => current.traceId, generateSpanId: () => current.spanId },
    emit: (spans, tracer) => {
      for (const span of spans) {
        current = span;
        emitOne(span, tracer);
      }
    },
  };
}

const kinds = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT } as const;

function emitOne(span: TraceSpan, tracer: Tracer): void {
  const { traceId, parentSpanId, name, status, message } = span;
  const startTime = hrTime(span.start);
  const links = span.links.map(({ attributes, ...to }) => ({
    context: { ...to, traceFlags: TraceFlags.SAMPLED },
    attributes: plain(attributes),
  }));
  const parent =
    parentSpanId === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED });
  const options = { kind: kinds[span.kind], startTime, attributes: plain(span.attributes), links };
  const emitted = tracer.startSpan(name, options, parent);
  for (const event of span.events) emitted.addEvent(event.name, plain(event.attributes), hrTime(event.at));
  if (status === 'error')
    emitted.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
  emitted.end(hrTime(span.end));
}

/** Seconds and nanoseconds: the SDK takes a small number for one of `performance.now()`. */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000);
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1e6)];
}

/** The same, as the SDK's types want it. */
function plain(attributes: SpanAttributes): Record<string, string | number | boolean | string[]> {
  return attributes as Record<string, string | number | boolean | string[]>;
}
