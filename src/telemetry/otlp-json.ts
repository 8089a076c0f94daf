import type { Json } from '#core/json.ts';
import type { SpanAttributes, TraceSpan } from '#core/trace.ts';

const kinds = { internal: 1, client: 3 } as const;
const statuses = { unset: 0, error: 2 } as const;

/** The spans as one export request in OTLP's JSON form: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function otlpJson(spans: readonly TraceSpan[]): Json {
  const resource = { attributes: keyValues({ 'service.name': 'specbook' }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'specbook' }, spans: spans.map(spanJson) }] }] };
}

function spanJson(span: TraceSpan): Json {
  const { traceId, spanId, parentSpanId, name, kind, start, end, status, message, attributes, events, links } = span;
  return {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: keyValues(attributes),
    events: events.map((event) => ({
      timeUnixNano: nanoseconds(event.at),
      name: event.name,
      attributes: keyValues(event.attributes),
    })),
    links: links.map((link) => ({ ...link, attributes: keyValues(link.attributes) })),
    status: { code: statuses[status], ...(message === undefined || status === 'unset' ? {} : { message }) },
  };
}

/** As text: a number of JSON has not the digits. */
function nanoseconds(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1e6)));
}

function keyValues(attributes: SpanAttributes): Json {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueJson(value) }));
}

function valueJson(value: SpanAttributes[string]): Json {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      return { arrayValue: { values: value.map((entry) => ({ stringValue: entry })) } };
  }
}
