import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closed, configured, counter, histogram } from '#catalogue/metric.ts';
import { labelText, type LabelSet, seriesLimits, seriesOf } from '#telemetry/series-limits.ts';

const described = { unit: '{call}', help: '', from: [] } as const;
const calls = counter({
  name: 'calls',
  ...described,
  labels: { model: configured(''), outcome: closed(['ok', 'no'], '') },
});
const costs = counter({ name: 'costs', ...described, labels: { model: configured('') } });
const times = histogram({ name: 'times', ...described, labels: { model: configured('') }, buckets: [1, 2, 3] });
const plain = counter({ name: 'plain', ...described });
const metrics = [calls, costs, times, plain];

describe('series', () => {
  test('are those of the labels while there is room, and begin with the pipeline', () => {
    const { place } = seriesLimits('specbook', metrics, 100, 5);
    expect(place('calls', labelText({ outcome: 'ok', model: 'a' }))).toEqual({
      model: 'a',
      outcome: 'ok',
      pipeline: 'specbook',
    });
    expect(place('plain', '{}')).toEqual({ pipeline: 'specbook' });
  });

  test('names that people choose are few, and the same ones for every metric', () => {
    const { place } = seriesLimits('specbook', metrics, 100, 2);
    const modelOf = (metric: string, model: string) => place(metric, labelText({ model }))['model'];
    expect(['a', 'b', 'c'].map((model) => modelOf('costs', model))).toEqual(['a', 'b', 'other']);
    expect(['c', 'b'].map((model) => modelOf('times', model))).toEqual(['other', 'b']);
  });

  test('are never more than allowed, whatever is measured, and nothing is left uncounted', () => {
    const measured = fc.record({
      metric: fc.constantFrom(...metrics),
      model: fc.integer({ min: 0, max: 30 }).map(String),
      outcome: fc.constantFrom('ok', 'no'),
    });
    fc.assert(
      fc.property(fc.array(measured, { maxLength: 200 }), fc.integer({ min: 10, max: 60 }), (all, most) => {
        const { place } = seriesLimits('specbook', metrics, most, 10);
        const taken = new Map<string, number>();
        for (const { metric, ...given } of all) {
          const own = Object.keys(metric.labels).map((label) => [label, given[label as 'model' | 'outcome']] as const);
          const labels: LabelSet = place(metric.name, labelText(Object.fromEntries(own)));
          expect(Object.keys(labels).toSorted()).toEqual([...Object.keys(metric.labels), 'pipeline'].toSorted());
          taken.set(`${metric.name} ${labelText(labels)}`, seriesOf(metric));
        }
        expect([...taken.values()].reduce((sum, series) => sum + series, 0)).toBeLessThanOrEqual(most);
      }),
    );
  });
});
