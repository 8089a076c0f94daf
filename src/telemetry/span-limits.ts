import type { Attributes } from '@opentelemetry/api';
import { cleanAttributes } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { textOf } from './otlp-target.ts';
import type { Environment } from './telemetry.ts';

/**
 * What the limits of the variables leave of a span, as the SDK's tracer would cut it; all of it when none is set.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#span-limits
 */
export function spanLimits(environment: Environment): (span: ReadableSpan) => ReadableSpan {
  const limits = limitsBy(environment);
  if (Object.values(limits).every((limit) => limit === undefined)) return (span) => span;

  const cut = (given: Attributes = {}, most = Infinity) => {
    const { length: attributeValueLengthLimit = Infinity } = limits;
    const left = cleanAttributes(given, { attributeCountLimit: most, attributeValueLengthLimit });
    return { attributes: left.attributes ?? {}, droppedAttributesCount: left.droppedAttributesCount ?? 0 };
  };
  return (span) => {
    const events = lastOf(span.events, limits.events);
    const links = lastOf(span.links, limits.links);
    return {
      ...span,
      ...cut(span.attributes, limits.attributes),
      events: events.map((event) => ({ ...event, ...cut(event.attributes, limits.ofEvent) })),
      links: links.map((link) => ({ ...link, ...cut(link.attributes, limits.ofLink) })),
      droppedEventsCount: span.events.length - events.length,
      droppedLinksCount: span.links.length - links.length,
    };
  };
}

function limitsBy(environment: Environment) {
  const limitOf = (name: string) => countOf(environment[name]);
  return {
    length: limitOf('OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT') ?? limitOf('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'),
    attributes: limitOf('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT') ?? limitOf('OTEL_ATTRIBUTE_COUNT_LIMIT'),
    events: limitOf('OTEL_SPAN_EVENT_COUNT_LIMIT'),
    links: limitOf('OTEL_SPAN_LINK_COUNT_LIMIT'),
    ofEvent: limitOf('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT'),
    ofLink: limitOf('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'),
  };
}

/** What is no number is as if it were not set. */
function countOf(value: string | undefined): number | undefined {
  const count = Number(textOf(value));
  return count >= 0 ? count : undefined;
}

function lastOf<T>(all: readonly T[], most = Infinity): readonly T[] {
  return all.slice(Math.max(0, all.length - most));
}
