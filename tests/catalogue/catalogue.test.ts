import { describe, expect, test } from 'vitest';
import { pipelineLabel } from '#catalogue/metric.ts';
import { prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';

const { metrics, spans } = specbookCatalogue;

describe.each(metrics.map((metric) => [metric.name, metric] as const))('%s', (_name, metric) => {
  test('has a name that Prometheus takes, and says what it is', () => {
    expect(prometheusName(metric)).toMatch(/^[a-z][a-z0-9_]*[a-z0-9]$/u);
    expect(metric.help).toMatch(/^[A-Z].*\.$/u);
  });

  test('has labels that stay apart in Prometheus, and each of them says what it is', () => {
    const names = [pipelineLabel, ...Object.keys(metric.labels)];
    expect(new Set(names.map(prometheusLabel)).size).toBe(names.length);
    for (const { help } of Object.values(metric.labels)) expect(help).not.toBe('');
  });

  if (metric.kind === 'gauge') return;

  test('gives every one of its labels a value, and no other', () => {
    for (const { labels } of metric.from) {
      expect(Object.keys(labels).toSorted()).toEqual(Object.keys(metric.labels).toSorted());
    }
  });

  test('follows from facts that have a span', () => {
    const kinds = spans.map(({ fact }) => fact);
    for (const { fact } of metric.from) expect(kinds).toContain(fact);
  });

  if (metric.kind === 'counter') return;

  test('has buckets in order, and at most one label', () => {
    expect(metric.buckets).toEqual([...new Set(metric.buckets)].toSorted((one, other) => one - other));
    expect(Object.keys(metric.labels).length).toBeLessThanOrEqual(1);
  });
});

test('no two metrics have one name', () => {
  const names = metrics.map(prometheusName);
  expect(new Set(names).size).toBe(names.length);
});

test('every span has its place below the root', () => {
  const kinds = new Set(spans.map(({ fact }) => fact));
  expect(spans.filter(({ parent }) => parent === undefined)).toHaveLength(1);
  for (const { parent } of spans) if (parent !== undefined) expect(kinds).toContain(parent);
});

test('an attribute has one name on one span', () => {
  for (const { attributes } of spans) {
    const names = Object.values(attributes).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});
