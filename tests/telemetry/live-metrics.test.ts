import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Metric } from '#catalogue/metric.ts';
import { prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { measureBy } from '#telemetry/measure.ts';
import { type LiveMetrics, type LiveOrder, liveMetrics } from '#telemetry/live-metrics.ts';
import { liveSettings } from '#telemetry/live-settings.ts';
import { metricPush } from '#telemetry/metric-push.ts';
import { otlpTarget } from '#telemetry/otlp-target.ts';
import type { TotalsProducer } from '#telemetry/totals-producer.ts';
import { processReadings, type ProcessState } from '#telemetry/process-readings.ts';
import { fact } from '../fakes/fact.ts';
import { idleProcess } from '../fakes/process-state.ts';
import { realClock } from '../fakes/real-clock.ts';
import { answering } from '../fixtures/answering.ts';
import { factsWithEveryLabel } from './every-label.ts';

const busyProcess: ProcessState = {
  inFlight: () => 7,
  queued: async () => 93,
  hostsWaiting: () => 2,
  limits: () => [{ model: 'model-1', limit: 'rpm', headroom: 12 }],
  budgets: () => [
    { budget: 'run', limit: 5, spent: 1.25 },
    { budget: 'day', limit: undefined, spent: 2.5 },
  ],
};
const anyPort = { page: { host: '127.0.0.1', port: 0, isDefaultPort: false } };
const shown = specbookCatalogue.metrics.filter((metric) => metric.kind !== 'gauge' || metric.of !== 'store');

const order = (changed: Partial<LiveOrder> = {}): LiveOrder => ({
  run: { id: 'run-1', pipeline: 'specbook', project: 'lobby', owner: 'us', startedAt: 0 },
  slices: [specbookCatalogue],
  measure: measureBy([specbookCatalogue]),
  version: '1.2.3',
  clock: realClock,
  process: busyProcess,
  warn: (message) => {
    throw new Error(message);
  },
  ...changed,
});

async function scraped({ port }: LiveMetrics): Promise<readonly string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain');
  const lines = (await response.text()).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

const valueOf = (lines: readonly string[], series: string) =>
  Number(
    lines
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')
      .at(-1),
  );

describe('the page of a run', () => {
  test('counts what facts say, and reads the gauges of the process', async () => {
    const live = await liveMetrics(order(), anyPort);
    live.observer.fact(fact({ kind: 'settlement', stage: '', duration: 90, attributes: { outcome: 'succeeded' } }));
    live.observer.fact(
      fact({
        kind: 'model_call',
        stage: 'llm_extraction',
        duration: 700,
        attributes: { model: 'model-1', input_tokens: 900, cost_nano_dollars: 1_500_000, cost_source: 'reported' },
      }),
    );
    const lines = await scraped(live);
    await live.end();
    const pipeline = 'pipeline="specbook"';
    expect(valueOf(lines, `specbook_items_total{outcome="succeeded",${pipeline}}`)).toBe(1);
    expect(valueOf(lines, `specbook_items_total{outcome="failed",${pipeline}}`)).toBe(0);
    expect(valueOf(lines, `specbook_item_duration_seconds_bucket{outcome="succeeded",${pipeline},le="0.1"}`)).toBe(1);
    expect(valueOf(lines, `specbook_item_duration_seconds_bucket{outcome="succeeded",${pipeline},le="0.05"}`)).toBe(0);
    const cost = `gen_ai_request_model="model-1",stage="llm_extraction",project="lobby",source="reported"`;
    expect(valueOf(lines, `specbook_cost_usd_total{${cost},${pipeline}}`)).toBe(0.0015);
    expect(valueOf(lines, `specbook_items_in_flight{${pipeline}}`)).toBe(7);
    expect(valueOf(lines, `specbook_queue_items{${pipeline}}`)).toBe(93);
    expect(valueOf(lines, `specbook_limiter_headroom{gen_ai_request_model="model-1",limit="rpm",${pipeline}}`)).toBe(
      12,
    );
    expect(lines.filter((line) => line.startsWith('specbook_budget_limit_usd'))).toHaveLength(1);
    expect(valueOf(lines, `specbook_budget_spent_usd{budget="day",${pipeline}}`)).toBe(2.5);
    expect(valueOf(lines, `process_memory_usage_bytes{${pipeline}}`)).toBeGreaterThan(1e7);
    expect(valueOf(lines, `nodejs_eventloop_delay_p99_seconds{${pipeline}}`)).toBeGreaterThanOrEqual(0);
    expect(lines.filter((line) => line.startsWith('target_info'))).toEqual([
      expect.not.stringMatching(/host|command|pid/u),
    ]);
  });

  test('has fewer than 500 series and every metric of the catalogue, whatever is measured, and loses nothing', async () => {
    const live = await liveMetrics(order(), anyPort);
    const facts = factsWithEveryLabel();
    for (const each of facts) live.observer.fact(each);
    const lines = await scraped(live);
    for (const each of facts) live.observer.fact(each);
    const again = await scraped(live);
    await live.end();
    expect(again.length).toBeLessThan(500);
    expect(again.length).toBe(lines.length);
    const families = new Set(lines.map((line) => line.split(/[{ ]/u)[0] ?? ''));
    for (const metric of shown) {
      expect(families).toContain(
        metric.kind === 'histogram' ? `${prometheusName(metric)}_count` : prometheusName(metric),
      );
    }
    for (const line of lines) if (!line.startsWith('target_info')) expect(line).toContain('pipeline="specbook"');
    const total = (name: string) =>
      lines
        .filter((line) => line.startsWith(`${name}{`))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    const kinds = (kind: string) => facts.filter((each) => each.kind === kind).length;
    expect(total('specbook_model_calls_total')).toBe(kinds('model_call'));
    expect(total('gen_ai_client_inference_duration_seconds_count')).toBe(kinds('model_call'));
    expect(total('specbook_scrape_attempts_total')).toBe(kinds('fetch'));
  });

  test('is not had where somebody listens already: that is said, kindly, and the run goes on', async () => {
    await using other = await answering(200);
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const page = { host: '127.0.0.1', port: other.port, isDefaultPort: true };
    const live = await liveMetrics(order({ warn }), { page });
    live.observer.fact(fact({ kind: 'page' }));
    await live.end();
    const named = await liveMetrics(order({ warn }), { page: { ...page, isDefaultPort: false } });
    await named.end();
    expect(live.port).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringContaining(`port ${other.port} is in use, perhaps by another run`),
      expect.stringContaining(`cannot listen on 127.0.0.1:${other.port} (EADDRINUSE)`),
    ]);
  });
});

test('every gauge of a process has somebody who tells it, and nobody tells what is not in the catalogue', () => {
  const readings = processReadings(idleProcess);
  readings.close();
  const gauges = shown.filter(({ kind }) => kind === 'gauge').map(({ name }) => name);
  expect(Object.keys(readings.sources).toSorted()).toEqual(gauges.toSorted());
});

type Pushed = {
  readonly name: string;
  readonly unit: string;
  readonly sum?: { readonly isMonotonic: boolean; readonly aggregationTemporality: number };
  readonly histogram?: { readonly aggregationTemporality: number };
};

/** What a receiver of OTLP makes of a name: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/ */
function received({ name, unit, sum }: Pushed): string {
  const suffix = { s: '_seconds', By: '_bytes' }[unit] ?? '';
  const plain = prometheusLabel(name);
  return (plain.endsWith(suffix) ? plain : plain + suffix) + (sum?.isMonotonic === true ? '_total' : '');
}

/** What a collector gets of a run in which everything happened. */
async function sentWith(environment: Readonly<Record<string, string>>) {
  const bodies: string[] = [];
  const headers: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    headers.push(request.headers['x-api-key']);
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => (bodies.push(body), response.end()));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const all = {
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    ...environment,
  };
  const { target } = otlpTarget('metrics', all) ?? {};
  if (target === undefined) throw new Error('there should be a target');
  const live = await liveMetrics(order(), { page: undefined }, (totals) => metricPush(target, all, totals));
  for (const each of factsWithEveryLabel()) live.observer.fact(each);
  await live.end();
  await new Promise<void>((closed) => server.close(() => closed()));
  const sent = JSON.parse(bodies[0] ?? '{}') as {
    resourceMetrics: { scopeMetrics: { metrics: readonly Pushed[] }[] }[];
  };
  const metrics = sent.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  return { metrics, headers, bodies };
}

describe('metrics that are sent', () => {
  test('come at the end of the run, under the very names of the page', async () => {
    const { metrics, headers, bodies } = await sentWith({ OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=s3cret' });
    expect(metrics.map(received).toSorted()).toEqual(shown.map((metric: Metric) => prometheusName(metric)).toSorted());
    expect(headers).toEqual(['s3cret']);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).not.toContain('s3cret');
  });

  const [delta, cumulative] = [1, 2];
  test.each([
    [undefined, { counters: cumulative, histograms: cumulative }],
    ['delta', { counters: delta, histograms: delta }],
    ['LowMemory', { counters: delta, histograms: delta }],
  ])('tell what there was, or what came since the last time: %s', async (preference, expected) => {
    const { metrics } = await sentWith(
      preference === undefined ? {} : { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: preference },
    );
    const temporalities = (kind: 'sum' | 'histogram') =>
      new Set(metrics.flatMap((metric) => metric[kind]?.aggregationTemporality ?? []));
    expect(temporalities('sum')).toEqual(new Set([expected.counters]));
    expect(temporalities('histogram')).toEqual(new Set([expected.histograms]));
  });

  test.each(['never', 503] as const)(
    'to a collector that answers %s: one word at the end, and no long wait',
    async (status) => {
      await using collector = await answering(status);
      const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin, OTEL_METRICS_EXPORTER: 'otlp' };
      const { target } = otlpTarget('metrics', environment) ?? {};
      const warnings: string[] = [];
      const warn = (message: string) => void warnings.push(message);
      if (target === undefined) throw new Error('there should be a target');
      const openPush = (totals: TotalsProducer) => metricPush(target, environment, totals);
      const live = await liveMetrics(order({ warn }), { page: undefined }, openPush);
      live.observer.fact(fact({ kind: 'page' }));
      await live.end();
      expect(warnings).toEqual([expect.stringContaining(`the metrics were not delivered: ${collector.origin}`)]);
    },
  );
});

describe('by the variables of OpenTelemetry', () => {
  const page = { host: '127.0.0.1', port: 9464, isDefaultPort: true };
  test.each([
    [{}, { page, push: false, problems: [] }],
    [{ OTEL_METRICS_EXPORTER: '' }, { page, push: false, problems: [] }],
    [{ OTEL_METRICS_EXPORTER: 'none' }, { page: undefined, push: false, problems: [] }],
    [{ OTEL_METRICS_EXPORTER: 'otlp' }, { page: undefined, push: true, problems: [] }],
    [{ OTEL_METRICS_EXPORTER: 'prometheus, otlp' }, { page, push: true, problems: [] }],
    [
      { OTEL_SDK_DISABLED: 'true', OTEL_METRICS_EXPORTER: 'otlp' },
      { page: undefined, push: false, problems: [] },
    ],
    [
      { OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0', OTEL_EXPORTER_PROMETHEUS_PORT: '9999' },
      { page: { host: '0.0.0.0', port: 9999, isDefaultPort: false }, push: false, problems: [] },
    ],
    [
      { OTEL_METRICS_EXPORTER: 'statsd', OTEL_EXPORTER_PROMETHEUS_PORT: 'http' },
      { page: undefined, push: false, problems: [expect.stringContaining('statsd'), expect.stringContaining('http')] },
    ],
  ])('%o', (environment, settings) => {
    expect(liveSettings(environment)).toEqual(settings);
  });
});
