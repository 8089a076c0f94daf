import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { duration, one, outcome } from '#catalogue/derivation.ts';
import { closed, counter, histogram } from '#catalogue/metric.ts';
import { liveTotals } from '#telemetry/live-totals.ts';
import { measureBy } from '#telemetry/measure.ts';
import { seriesLimits } from '#telemetry/series-limits.ts';
import { type Temporality, totalsProducer } from '#telemetry/totals-producer.ts';
import { fact } from '../fakes/fact.ts';

const metrics = [
  counter({
    name: 'calls',
    unit: '{call}',
    help: 'Calls.',
    labels: { result: closed(['ok', 'tls'], 'the result') },
    from: [{ fact: 'call', where: [], value: one, labels: { result: outcome } }],
  }),
  histogram({
    name: 'duration',
    unit: 's',
    help: 'Durations.',
    buckets: [0.1, 1],
    from: [{ fact: 'call', where: [], value: duration, labels: {} }],
  }),
];
const run = { pipeline: 'things', project: '' };
const measure = measureBy([{ pipeline: 'things', metrics, spans: [], slos: [] }]);
const cumulative: Temporality = () => AggregationTemporality.CUMULATIVE;
const delta: Temporality = () => AggregationTemporality.DELTA;

function opened() {
  const totals = liveTotals(metrics, seriesLimits('things', metrics, 100, 8));
  const scope = { name: 'things', version: '1' };
  const producer = totalsProducer({ totals, scope, resource: resourceFromAttributes({}) });
  const tell = (outcomes: readonly ('ok' | 'tls')[], milliseconds = 500) => {
    for (const each of outcomes) {
      const told = fact({ kind: 'call', outcome: each, duration: milliseconds });
      for (const measurement of measure(told, run)) totals.add(measurement);
    }
  };
  return { producer, tell };
}

async function seen(producer: ReturnType<ReturnType<typeof totalsProducer>>) {
  const { resourceMetrics } = await producer.collect();
  return resourceMetrics.scopeMetrics.flatMap(({ metrics: all }) =>
    all.flatMap((data) => {
      if (data.dataPointType === DataPointType.SUM) {
        return data.dataPoints.map(({ attributes, value }) => [attributes['result'], value]);
      }
      if (data.dataPointType !== DataPointType.HISTOGRAM) return [];
      return data.dataPoints.map(({ value: { buckets, sum, count } }) => [buckets.counts, sum, count]);
    }),
  );
}

test('a reader of what there is gets it all, whoever else looks', async () => {
  const { producer, tell } = opened();
  const [reader, another] = [producer(cumulative), producer(cumulative)];
  expect(await seen(reader)).toEqual([
    ['ok', 0],
    ['tls', 0],
  ]);
  tell(['ok', 'ok', 'tls']);
  await seen(another);
  tell(['ok'], 5_000);
  expect(await seen(reader)).toEqual([
    ['ok', 3],
    ['tls', 1],
    [[0, 3, 1], 6.5, 4],
  ]);
});

test('a reader of what is new gets each value once, and nothing of series at rest', async () => {
  const { producer, tell } = opened();
  const [reader, another] = [producer(delta), producer(delta)];
  tell(['ok', 'tls']);
  expect(await seen(reader)).toEqual([
    ['ok', 1],
    ['tls', 1],
    [[0, 2, 0], 1, 2],
  ]);
  tell(['ok'], 50);
  expect(await seen(reader)).toEqual([
    ['ok', 1],
    [[1, 0, 0], expect.closeTo(0.05), 1],
  ]);
  expect(await seen(reader)).toEqual([]);
  expect(await seen(another)).toContainEqual(['ok', 2]);
});

test('each look says since when, one after the other', async () => {
  const { producer, tell } = opened();
  const reader = producer(delta);
  const times: (readonly [unknown, unknown])[] = [];
  for (let look = 0; look < 2; look += 1) {
    tell(['ok']);
    const { resourceMetrics } = await reader.collect();
    const point = resourceMetrics.scopeMetrics[0]?.metrics[0]?.dataPoints[0];
    times.push([point?.startTime, point?.endTime]);
  }
  expect(times[1]?.[0]).toEqual(times[0]?.[1]);
});
