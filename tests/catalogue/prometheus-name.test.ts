import { expect, test } from 'vitest';
import type { Metric } from '#catalogue/metric.ts';
import { nameWithUnit, prometheusName } from '#catalogue/prometheus-name.ts';

test.each<[Pick<Metric, 'name' | 'unit' | 'kind'>, string]>([
  [{ name: 'specbook.items', unit: '{item}', kind: 'counter' }, 'specbook_items_total'],
  [{ name: 'specbook.item.duration', unit: 's', kind: 'histogram' }, 'specbook_item_duration_seconds'],
  [{ name: 'specbook.scrape.received', unit: 'By', kind: 'counter' }, 'specbook_scrape_received_bytes_total'],
  [{ name: 'process.memory.usage', unit: 'By', kind: 'gauge' }, 'process_memory_usage_bytes'],
  [{ name: 'a.b_seconds', unit: 's', kind: 'gauge' }, 'a_b_seconds'],
])('%o is %s', (metric, name) => {
  expect(prometheusName(metric)).toBe(name);
});

test('the name for an exporter that adds _total itself has none', () => {
  expect(nameWithUnit({ name: 'specbook.items', unit: '{item}' })).toBe('specbook_items');
});
