import { trace } from '@opentelemetry/api';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '#app/system.ts';
import type { TraceSpan } from '#core/trace.ts';
import { otlpTarget } from '#telemetry/otlp-target.ts';
import { otlpTraces } from '#telemetry/otlp-traces.ts';
import { answeringCollector, type Collector, refusingCollector } from '../fixtures/collectors.ts';

const collectors: Collector[] = [];
afterEach(async () => {
  await Promise.all(collectors.splice(0).map((collector) => collector.close()));
});

async function sending(open: () => Promise<Collector>) {
  const collector = await open();
  collectors.push(collector);
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
  const { target } = otlpTarget('traces', environment) ?? {};
  if (target === undefined) throw new TypeError('there is a target');
  const warnings: { readonly message: string; readonly count: unknown }[] = [];
  const warn = (message: string, attributes?: Readonly<Record<string, unknown>>) =>
    void warnings.push({ message, count: attributes?.['count'] });
  const names = () => {
    const bodies = collector.bodies.map(String).join('\n');
    return [...bodies.matchAll(/"name":"([^"]+)","kind"/gu)].map(([, name = '']) => name).toSorted();
  };
  return { traces: otlpTraces(target, environment, { version: '1', clock: systemClock, warn }), warnings, names };
}

const span: TraceSpan = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  name: 'item',
  kind: 'internal',
  start: 1_000,
  end: 2_000,
  status: 'unset',
  attributes: {},
  events: [],
  links: [],
};

/** Records a span as an instrumentation does, once there is somebody who takes it. */
async function recordAsOthersDo(name: string): Promise<void> {
  await expect.poll(() => trace.getTracer('theirs').startSpan('probe').isRecording(), { timeout: 20_000 }).toBe(true);
  trace.getTracer('theirs').startSpan(name).end();
}

test('spans of whatever else records some in the process are sent with ours', async () => {
  const { traces, warnings, names } = await sending(() => answeringCollector(200));
  traces.send([span]);
  await recordAsOthersDo('theirs');
  await traces.end();
  expect(names()).toEqual(['item', 'theirs']);
  expect(warnings).toEqual([]);
});

test('ours do not wait for the SDK, and what is not delivered is counted with theirs', async () => {
  const { traces, warnings } = await sending(refusingCollector);
  traces.send([span, { ...span, spanId: 'b7ad6b7169203332' }]);
  await recordAsOthersDo('theirs');
  await traces.end();
  expect(warnings).toEqual([{ message: expect.stringMatching(/^3 of 3 spans were not delivered/u), count: 3 }]);
});

test('a run that is over before the SDK is there sends all the same', async () => {
  const { traces, warnings, names } = await sending(() => answeringCollector(200));
  traces.send([span]);
  await traces.end();
  expect(names()).toEqual(['item']);
  expect(warnings).toEqual([]);
});
