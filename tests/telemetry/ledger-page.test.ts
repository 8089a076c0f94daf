import { describe, expect, test } from 'vitest';
import { attribute, constant, duration, one } from '#catalogue/derivation.ts';
import { closed, configured, counter, gauge, histogram, type Metric } from '#catalogue/metric.ts';
import type { Series, Total } from '#core/ledger.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { ledgerPage } from '#telemetry/ledger-page.ts';
import { type LedgerFigures, storeGauges } from '#telemetry/store-gauges.ts';
import type { TextFormat } from '#telemetry/text-format.ts';

const items = counter({
  name: 'things.items',
  unit: '{item}',
  help: 'Items.',
  labels: { outcome: closed(['good', 'bad'], 'how it ended') },
  from: [{ fact: 'settlement', where: [], value: one, labels: { outcome: constant('good') } }],
});
const cost = counter({
  name: 'things.cost.usd',
  unit: '{USD}',
  help: 'Cost.',
  labels: { 'error.type': configured('the model') },
  scale: 1e9,
  from: [{ fact: 'call', where: [], value: one, labels: { 'error.type': attribute('model') } }],
});
const times = histogram({
  name: 'things.duration',
  unit: 's',
  help: 'Durations.',
  buckets: [0.5, 1, 2_000_000],
  from: [{ fact: 'call', where: [], value: duration, labels: {} }],
});
const runs = gauge({
  name: 'specbook.runs',
  unit: '{run}',
  help: 'Runs.',
  labels: { state: closed(['running', 'stopped', 'finished'], 'the state') },
  of: 'store',
});
const inFlight = gauge({ name: 'things.in_flight', unit: '{item}', help: 'In flight.', of: 'process' });

const none: LedgerFigures = {
  states: { running: 0, stopped: 0, finished: 0 },
  latest: undefined,
  finished: undefined,
  usage: undefined,
  losses: undefined,
  stalled: 0,
  budgets: [],
  schedule: { cadence: undefined, servingSince: 1_000 },
};

const total = (metric: string, labels: string, given: Partial<Total> = {}): Total => ({
  pipeline: 'things',
  metric,
  labels,
  bucket: undefined,
  count: 1,
  sum: 1,
  exemplar: { trace: 'abc', value: 1, at: 1_500 },
  ...given,
});

type Given = {
  readonly totals?: readonly Total[];
  readonly shown?: readonly Series[];
  readonly figures?: LedgerFigures;
};

const page = (metrics: readonly Metric[], { totals = [], shown = [], figures = none }: Given, format: TextFormat) =>
  ledgerPage(
    [{ pipeline: 'things', metrics, spans: [], slos: [] }],
    {
      totals: async () => totals,
      shown: async () => shown.map((series) => ({ ...series, times: 2 })),
      figures: async () => figures,
    },
    format,
  );

test('a series that is known beforehand is there at zero, and one that is not comes up', async () => {
  const { text, contentType } = await page([items, cost, inFlight], {}, 'openmetrics');
  expect(contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/u);
  expect(text).toBe(`# HELP things_items Items.
# TYPE things_items counter
things_items_total{pipeline="things",outcome="good"} 0
things_items_total{pipeline="things",outcome="bad"} 0
# HELP things_cost_usd Cost.
# TYPE things_cost_usd counter
# EOF
`);
});

test('a counter is told in its unit, with its latest trace', async () => {
  const totals = [total('things.cost.usd', '{"error.type":"m"}', { sum: 2.5e9, exemplar: exemplarOf(5e8) })];
  const { text } = await page([cost], { totals, shown: totals }, 'openmetrics');
  expect(text).toContain('things_cost_usd_total{pipeline="things",error_type="m"} 2.5 # {trace_id="abc"} 0.5 1.5\n');
});

const exemplarOf = (value: number) => ({ trace: 'abc', value, at: 1_500 });

test('the buckets of a histogram add up from below, each with its own trace', async () => {
  const totals = [
    total('things.duration', '{}', { bucket: 0.5, count: 2, sum: 0.25, exemplar: exemplarOf(0.125) }),
    total('things.duration', '{}', { bucket: Infinity, count: 1, sum: 3e6, exemplar: exemplarOf(3e6) }),
  ];
  const { text } = await page([times], { totals, shown: totals.slice(0, 1) }, 'openmetrics');
  expect(text).toBe(`# HELP things_duration_seconds Durations.
# TYPE things_duration_seconds histogram
things_duration_seconds_bucket{pipeline="things",le="0.5"} 2 # {trace_id="abc"} 0.125 1.5
things_duration_seconds_bucket{pipeline="things",le="1.0"} 2
things_duration_seconds_bucket{pipeline="things",le="2e+06"} 2
things_duration_seconds_bucket{pipeline="things",le="+Inf"} 3 # {trace_id="abc"} 3000000 1.5
things_duration_seconds_sum{pipeline="things"} 3000000.25
things_duration_seconds_count{pipeline="things"} 3
# EOF
`);
});

test('the older text has no exemplars, and the full name of a counter', async () => {
  const totals = [total('things.items', '{"outcome":"good"}')];
  const { text, contentType } = await page([items], { totals, shown: totals }, 'text');
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/u);
  expect(text).toContain('# TYPE things_items_total counter\nthings_items_total{pipeline="things",outcome="good"} 1\n');
});

test('a series that has not been shown is zero and without a trace until it has been, twice', async () => {
  const labels = '{"error.type":"m"}';
  const totals = [total('things.cost.usd', labels, { sum: 1e9 })];
  const series = { pipeline: 'things', metric: 'things.cost.usd', labels };
  const { text, fresh } = await page([cost], { totals }, 'openmetrics');
  expect(text).toContain('things_cost_usd_total{pipeline="things",error_type="m"} 0\n');
  expect(fresh).toEqual([series]);
  const shown = await page([cost], { totals, shown: [series] }, 'openmetrics');
  expect(shown.text).toContain('error_type="m"} 1 # {trace_id="abc"}');
  expect(shown.fresh).toEqual([]);
});

test('pipelines share metrics: a page names each of them once', async () => {
  const slices = ['one', 'two'].map((pipeline) => ({ pipeline, metrics: [items], spans: [], slos: [] }));
  const store = { totals: async () => [], shown: async () => [], figures: async () => none };
  const { text } = await ledgerPage(slices, store, 'openmetrics');
  expect(text.match(/# TYPE/gu)).toHaveLength(1);
  expect(text.match(/pipeline="two"/gu)).toHaveLength(2);
});

test('the figures of runs are gauges', async () => {
  const { text } = await page(
    [runs],
    { figures: { ...none, states: { running: 1, stopped: 2, finished: 3 } } },
    'text',
  );
  expect(text).toContain('specbook_runs{pipeline="things",state="finished"} 3\n');
});

test('every gauge of the store has a producer, and the other way round', () => {
  const gauges = specbookCatalogue.metrics.flatMap((metric) =>
    metric.kind === 'gauge' && metric.of !== 'process' ? [metric.name] : [],
  );
  expect(Object.keys(storeGauges).toSorted()).toEqual(gauges.toSorted());
});

test('gauges of the store have the labels of the catalogue, and their values', () => {
  const counts = { rows: 1, succeeded: 1, failed: 0, not_found: 0, skipped: 0, invalid: 0, duplicate: 0, remaining: 0 };
  const figures: LedgerFigures = {
    states: { running: 0, stopped: 0, finished: 1 },
    latest: { startedAt: 1_000, counts, endedBy: 'llm_quota' },
    finished: { startedAt: 1_000, finishedAt: 4_500 },
    usage: { cpuSeconds: 2.5, peakMemoryBytes: 1_024 },
    losses: { spans: 12 },
    stalled: 1_500,
    schedule: { cadence: 60_000, servingSince: 2_000 },
    budgets: [
      { budget: 'month', limit: 20, spent: 16 },
      { budget: 'run', limit: undefined, spent: 0.5 },
    ],
  };
  for (const metric of specbookCatalogue.metrics) {
    if (metric.kind !== 'gauge' || metric.of === 'process') continue;
    const samples = storeGauges[metric.name]?.(figures) ?? [];
    expect(samples.length).toBeGreaterThan(0);
    const labels = Object.entries(metric.labels);
    for (const [name, { values }] of labels) {
      if (values !== 'configured') expect(samples.map((sample) => sample.labels[name])).toEqual(values);
    }
    for (const sample of samples) expect(Object.keys(sample.labels)).toEqual(labels.map(([name]) => name));
  }
  expect(storeGauges['specbook.run.last.aborted']?.(figures).filter(({ value }) => value === 1)).toEqual([
    { labels: { 'error.type': 'llm_quota' }, value: 1 },
  ]);
  expect(storeGauges['specbook.run.last.telemetry_dropped']?.(figures)).toContainEqual({
    labels: { signal: 'spans' },
    value: 12,
  });
  expect(storeGauges['specbook.run.stalled']?.(figures)).toEqual([{ labels: {}, value: 1.5 }]);
  expect(storeGauges['specbook.run.last.duration']?.(figures)).toEqual([{ labels: {}, value: 3.5 }]);
  expect(storeGauges['specbook.budget.limit.usd']?.(figures)).toEqual([{ labels: { budget: 'month' }, value: 20 }]);
  expect(storeGauges['specbook.budget.spent.usd']?.(figures)).toContainEqual({ labels: { budget: 'run' }, value: 0.5 });
});

describe('when the next run is due', () => {
  const due = (given: Partial<LedgerFigures>) => storeGauges['specbook.run.due_time']?.({ ...none, ...given });
  const schedule = { cadence: 60_000, servingSince: 2_000 };

  test('so long after the last that came to its end', () => {
    expect(due({ schedule, finished: { startedAt: 1_000, finishedAt: 4_500 } })).toEqual([{ labels: {}, value: 64.5 }]);
  });

  test('so long after the service began, before the first', () => {
    expect(due({ schedule })).toEqual([{ labels: {}, value: 62 }]);
  });

  test('at no time, when nobody has said how often', () => {
    expect(due({ finished: { startedAt: 1_000, finishedAt: 4_500 } })).toEqual([]);
    expect(storeGauges['specbook.run.cadence']?.(none)).toEqual([]);
  });
});

test('labels of gauges have the names that Prometheus takes', async () => {
  const aborted = specbookCatalogue.metrics.filter(({ name }) => name === 'specbook.run.last.aborted');
  const { text } = await page(aborted, {}, 'text');
  expect(text).toContain('specbook_run_last_aborted{pipeline="things",error_type="llm_quota"} 0\n');
});
