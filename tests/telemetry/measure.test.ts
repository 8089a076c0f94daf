import { describe, expect, test } from 'vitest';
import {
  absent,
  amount,
  attribute,
  constant,
  duration,
  is,
  one,
  outcome,
  present,
  word,
} from '#catalogue/derivation.ts';
import { closed, configured, counter, histogram, type Metric } from '#catalogue/metric.ts';
import { measureBy, remembered } from '#telemetry/measure.ts';
import { fact } from '../fakes/fact.ts';

const run = { pipeline: 'things', project: 'lobby' };
const of = (...metrics: readonly Metric[]) => measureBy([{ pipeline: 'things', metrics, spans: [], slos: [] }]);

const calls = counter({
  name: 'calls',
  unit: '{call}',
  help: 'Calls.',
  labels: { model: configured('the model'), result: closed(['ok', 'timeout'], 'the result') },
  from: [{ fact: 'call', where: [], value: one, labels: { result: outcome, model: attribute('model') } }],
});

describe('what a fact adds', () => {
  test('is one of the labels that its attributes say, in the order of their names', () => {
    expect(of(calls)(fact({ kind: 'call', attributes: { model: 'm' } }), run)).toEqual([
      { series: { metric: 'calls', labels: '{"model":"m","result":"ok"}' }, value: 1, bucket: undefined },
    ]);
  });

  test('counts as other where a closed set does not know the value, and as none where there is no attribute', () => {
    expect(of(calls)(fact({ kind: 'call', outcome: 'tls' }), run)[0]?.series.labels).toBe(
      '{"model":"none","result":"other"}',
    );
  });

  test('is nothing for another kind, another pipeline, or a condition that does not hold', () => {
    const slow = counter({
      ...calls,
      from: [
        {
          fact: 'call',
          where: [present('slow'), absent('cached'), is(outcome, 'ok')],
          value: one,
          labels: { result: constant('ok'), model: constant('m') },
        },
      ],
    });
    const measure = of(slow);
    expect(measure(fact({ kind: 'call', attributes: { slow: true } }), run)).toHaveLength(1);
    expect(measure(fact({ kind: 'fetch', attributes: { slow: true } }), run)).toEqual([]);
    expect(measure(fact({ kind: 'call', attributes: {} }), run)).toEqual([]);
    expect(measure(fact({ kind: 'call', attributes: { slow: true, cached: 1 } }), run)).toEqual([]);
    expect(measure(fact({ kind: 'call', outcome: 'tls', attributes: { slow: true } }), run)).toEqual([]);
    expect(measure(fact({ kind: 'call', attributes: { slow: true } }), { ...run, pipeline: 'others' })).toEqual([]);
  });

  test('is a number among the attributes, and nothing without it', () => {
    const bytes = counter({
      name: 'bytes',
      unit: 'By',
      help: 'Bytes.',
      from: [{ fact: 'call', where: [], value: amount('bytes'), labels: {} }],
    });
    const measure = of(bytes);
    expect(measure(fact({ kind: 'call', attributes: { bytes: 12 } }), run)).toMatchObject([
      { value: 12, series: { labels: '{}' } },
    ]);
    expect(measure(fact({ kind: 'call', attributes: { bytes: 'many' } }), run)).toEqual([]);
    expect(measure(fact({ kind: 'call' }), run)).toEqual([]);
  });

  test('is one for each word of a list, and nothing without the list', () => {
    const fields = counter({
      name: 'fields',
      unit: '{field}',
      help: 'Fields.',
      labels: { field: closed(['name', 'price'], 'the field') },
      from: [{ fact: 'call', where: [present('found')], each: 'found', value: one, labels: { field: word } }],
    });
    const measure = of(fields);
    const labels = (found: string) =>
      measure(fact({ kind: 'call', attributes: { found } }), run).map(({ series }) => series.labels);
    expect(labels('name,price')).toEqual(['{"field":"name"}', '{"field":"price"}']);
    expect(labels('price,fire rating')).toEqual(['{"field":"price"}', '{"field":"other"}']);
    expect(measure(fact({ kind: 'call' }), run)).toEqual([]);
  });

  test.each([
    [0, 0.1],
    [100, 0.1],
    [101, 1],
    [5_000, Infinity],
  ])('falls, with %i ms, into the bucket up to %d s', (milliseconds, bucket) => {
    const durations = histogram({
      name: 'duration',
      unit: 's',
      help: 'Durations.',
      buckets: [0.1, 1],
      from: [{ fact: 'call', where: [], value: duration, labels: {} }],
    });
    expect(of(durations)(fact({ kind: 'call', duration: milliseconds }), run)).toEqual([
      { series: { metric: 'duration', labels: '{}' }, value: milliseconds / 1_000, bucket },
    ]);
  });
});

test('a fact is measured once, however many ask', () => {
  const told = fact({ kind: 'call' });
  let times = 0;
  const measure = remembered((each, labels) => {
    times += 1;
    return of(calls)(each, labels);
  });
  expect(measure(told, run)).toEqual(of(calls)(told, run));
  expect(measure(told, run)).toBe(measure(told, run));
  measure({ ...told, attempt: 2 }, run);
  expect(times).toBe(2);
});
