import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { readableSpans } from '#telemetry/readable-span.ts';
import { spanLimits } from '#telemetry/span-limits.ts';

const event = (name: string) => ({ name, at: 1, attributes: { one: 'first', two: 'second' } });
const link = (digit: string) => ({ traceId: digit.repeat(32), spanId: digit.repeat(16), attributes: { to: 'run' } });
const span = readableSpans(resourceFromAttributes({}), { name: 'specbook' })({
  traceId: '1'.repeat(32),
  spanId: '2'.repeat(16),
  name: 'item',
  kind: 'internal',
  start: 0,
  end: 1,
  status: 'unset',
  attributes: { one: 'first', two: 2, three: ['third', 'fourth'] },
  events: [event('early'), event('late')],
  links: [link('a'), link('b')],
});

test('without a variable that says anything, all of a span is sent', () => {
  expect(spanLimits({})(span)).toBe(span);
  expect(spanLimits({ OTEL_SPAN_EVENT_COUNT_LIMIT: ' ', OTEL_ATTRIBUTE_COUNT_LIMIT: 'many' })(span)).toBe(span);
});

test('the limit for spans comes before the general one, of texts as of their number', () => {
  const cut = spanLimits({
    OTEL_ATTRIBUTE_COUNT_LIMIT: '1',
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2',
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3',
  })(span);
  expect(cut).toMatchObject({ attributes: { one: 'fir', two: 2 }, droppedAttributesCount: 1, droppedEventsCount: 0 });
  expect(cut.attributes).not.toHaveProperty('three');
  expect(cut.events[0]).toMatchObject({ attributes: { one: 'fir', two: 'sec' }, droppedAttributesCount: 0 });
});

test('the last events and links are those that stay', () => {
  const cut = spanLimits({
    OTEL_SPAN_EVENT_COUNT_LIMIT: '1',
    OTEL_SPAN_LINK_COUNT_LIMIT: '1',
    OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '1',
    OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '0',
  })(span);
  expect(cut).toMatchObject({ droppedEventsCount: 1, droppedLinksCount: 1, attributes: span.attributes });
  expect(cut.events).toMatchObject([{ name: 'late', attributes: { one: 'first' }, droppedAttributesCount: 1 }]);
  expect(cut.links).toMatchObject([{ context: { spanId: 'b'.repeat(16) }, attributes: {}, droppedAttributesCount: 1 }]);
  expect(spanLimits({ OTEL_SPAN_EVENT_COUNT_LIMIT: '0' })(span).events).toEqual([]);
});
