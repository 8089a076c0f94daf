import { expect, test } from 'vitest';
import type { GrafanaJson, PanelJson } from './grafana-json.ts';
import { lint, lintRules } from './lint-rules.ts';

const panel = (given: Partial<PanelJson>): PanelJson => ({
  id: 1,
  type: 'stat',
  title: 'Items',
  description: 'Items.',
  datasource: { uid: '${datasource}' },
  gridPos: { x: 0, y: 0, w: 4, h: 4 },
  fieldConfig: { defaults: { unit: 'short' } },
  targets: [{ refId: 'A', expr: good }],
  ...given,
});

const good = 'sum(rate(specbook_items_total{job=~"$job",instance=~"$instance"}[$__rate_interval]))';
const variable = (name: string, label: string) => ({
  name,
  label,
  type: 'query',
  query: { query: `label_values(specbook_runs, ${name})` },
  datasource: { uid: '${datasource}' },
  refresh: 2,
  multi: true,
  allValue: '.+',
});

const flawless: GrafanaJson = {
  uid: 'items',
  title: 'Items',
  schemaVersion: 42,
  editable: false,
  templating: {
    list: [
      { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
      variable('job', 'Job'),
      variable('instance', 'Instance'),
    ],
  },
  annotations: { list: [] },
  panels: [panel({})],
};

test('a dashboard that keeps all rules has no findings', () => {
  expect(lint(flawless)).toEqual([]);
});

const withPanel = (given: Partial<PanelJson>): GrafanaJson => ({ ...flawless, panels: [panel(given)] });
const asking = (expr: string) => withPanel({ targets: [{ refId: 'A', expr }] });
const withVariables = (...list: GrafanaJson['templating']['list']): GrafanaJson => ({
  ...flawless,
  templating: { list: flawless.templating.list.map((each) => list.find(({ name }) => name === each.name) ?? each) },
});

const broken: Readonly<Record<string, GrafanaJson>> = {
  'template-datasource-rule': withVariables({
    name: 'datasource',
    label: 'Where',
    type: 'datasource',
    query: 'prometheus',
  }),
  'template-job-rule': withVariables({ ...variable('job', 'Job'), allValue: '.*' }),
  'template-instance-rule': withVariables({ ...variable('instance', 'Instance'), multi: false }),
  'template-label-promql-rule': withVariables({
    ...variable('job', 'Job'),
    query: { query: 'label_values(specbook_runs{, job)' },
  }),
  'template-on-time-change-reload-rule': withVariables({ ...variable('job', 'Job'), refresh: 1 }),
  'panel-datasource-rule': withPanel({ datasource: { uid: 'prometheus' } }),
  'panel-title-description-rule': withPanel({ description: '' }),
  'panel-units-rule': withPanel({ fieldConfig: { defaults: { unit: 'apples' } } }),
  'panel-no-targets-rule': withPanel({ targets: [] }),
  'target-promql-rule': asking(good.slice(0, -1)),
  'target-rate-interval-rule': asking(good.replace('$__rate_interval', '5m')),
  'target-job-rule': asking(good.replace('job=~"$job"', 'job="specbook-ledger"')),
  'target-instance-rule': asking(good.replace(',instance=~"$instance"', '')),
  'target-counter-agg-rule': asking(good.replace('rate(', 'delta(')),
  'template-uneditable-rule': { ...flawless, editable: true },
};

test.each(Object.keys(lintRules))('%s finds what breaks it', (rule) => {
  const dashboard = broken[rule];
  expect(dashboard === undefined ? [] : lint(dashboard).map((finding) => finding.rule)).toContain(rule);
});
