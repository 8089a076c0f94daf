import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import type { TraceSpan } from '#core/trace.ts';
import { otlpJson } from '#telemetry/otlp-json.ts';
import { readableSpans } from '#telemetry/readable-span.ts';

const traceId = '5b8aa5a2d2c872e8321cf37308d69df2';
const item: TraceSpan = {
  traceId,
  spanId: '051581bf3cb55c13',
  name: 'item',
  kind: 'internal',
  start: 1_795_833_600_000.25,
  end: 1_795_833_602_000.999,
  status: 'error',
  message: 'the site answered with status 500',
  attributes: {
    'url.full': 'https://shop.test/',
    'specbook.round': 2,
    'specbook.quality': 0.5,
    'specbook.final': true,
  },
  events: [{ name: 'parked', at: 1_795_833_601_000.5, attributes: { 'specbook.wait.reason': 'rate_limited' } }],
  links: [{ traceId: 'f'.repeat(32), spanId: 'a'.repeat(16), attributes: { 'specbook.link': 'run' } }],
};
const fetch: TraceSpan = {
  traceId,
  spanId: '5fb397be34d26b51',
  parentSpanId: item.spanId,
  name: 'GET',
  kind: 'client',
  start: item.start,
  end: item.start,
  status: 'unset',
  attributes: { 'gen_ai.response.finish_reasons': ['stop', 'length'] },
  events: [],
  links: [],
};
const readable = readableSpans(resourceFromAttributes({ 'service.name': 'specbook' }), { name: 'specbook' });

/** Without what only one of the two says (that nothing was dropped, and flags), and whole numbers as the text they may be. */
const plain = (json: string): unknown =>
  JSON.parse(json, (name, value: unknown) => {
    if (/^dropped|^flags$/u.test(name)) return undefined;
    return name === 'intValue' ? String(value) : value;
  });

test('what is sent of a span is what is shown of it', () => {
  const sent = Buffer.from(JsonTraceSerializer.serializeRequest([readable(item), readable(fetch)]) ?? '').toString();
  expect(plain(sent)).toEqual(plain(JSON.stringify(otlpJson([item, fetch]))));
});

test('spans are sampled, or the processors of the SDK would leave them out', () => {
  const { spanContext, parentSpanContext, links } = readable({ ...item, parentSpanId: fetch.spanId });
  for (const context of [spanContext(), parentSpanContext, ...links.map((link) => link.context)]) {
    expect(context).toMatchObject({ traceFlags: 1 });
  }
});

test('spans can be written in both forms', () => {
  expect(ProtobufTraceSerializer.serializeRequest([readable(item)])?.length).toBeGreaterThan(100);
});
