import type { Amount, Condition, Derivation, Source } from '#catalogue/derivation.ts';
import { conventionsVersions } from '#catalogue/conventions.ts';
import type { Counter, Gauge, Histogram, Label, Metric } from '#catalogue/metric.ts';
import { prometheusLabel, prometheusName } from '#catalogue/prometheus-name.ts';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import { recomputeSql } from '#telemetry/recompute-sql.ts';
import { spanSections } from './spans-document.ts';

/** docs/metrics.md: every metric, span and attribute of a pipeline, from its slice of the catalogue. */
export function renderMetricsDocument({ metrics, spans }: CatalogueSlice): string {
  const folded = metrics.filter((metric): metric is Counter | Histogram => metric.kind !== 'gauge');
  const gauges = metrics.filter((metric): metric is Gauge => metric.kind === 'gauge');
  return [
    ...introduction,
    '## Metrics that follow from facts',
    '',
    'They are in the ledger and on the page of a running process, under the same names.',
    '',
    ...folded.flatMap(foldedSection),
    '## Figures of the run store',
    '',
    'Gauges of `npm run serve`. Those of budgets are also on the page of a running process.',
    '',
    ...gauges.filter(({ of }) => of !== 'process').flatMap(gaugeSection),
    '## Figures of a running process',
    '',
    'Gauges of the process that a run is in; they are gone when it ends.',
    '',
    ...gauges.filter(({ of }) => of === 'process').flatMap(gaugeSection),
    ...spanSections(spans),
  ].join('\n');
}

const introduction = [
  '# Metrics and spans',
  '',
  '<!-- Generated from the catalogue in src by `npm run generate`. Do not edit. -->',
  '',
  'All that is measured follows from facts: what happened to an item, as the run store keeps it. A metric says which',
  'facts it follows from, and the SQL below it recomputes it from them (`:pipeline` is the name of the pipeline; run it',
  'with `sqlite3 .specbook/runs.sqlite`). There are two pages of metrics:',
  '',
  '- `npm run serve` has the **ledger**: totals of all runs, which are committed together with the facts that they count.',
  '  It goes on when a run ends, so that `increase()` misses nothing. Dashboards and alerts stand on it. Counters and',
  '  buckets carry the latest trace as an exemplar. A series whose labels are known beforehand begins at zero; any other',
  '  is shown as zero to the collector twice before it has its value, because `increase()` sees nothing of the value that',
  '  a series begins with. Only requests that name a format of Prometheus count as looks of a collector.',
  '- While a run is up, its process has the same metrics since its own beginning, and what there is to see of the moment.',
  '  Scrape the two under different job names, and never add them up.',
  '',
  '```yaml',
  'scrape_configs:',
  '  - job_name: specbook-ledger',
  "    static_configs: [{ targets: ['127.0.0.1:9465'] }]",
  '  - job_name: specbook-run',
  "    static_configs: [{ targets: ['127.0.0.1:9464'] }]",
  '```',
  '',
  'Prometheus keeps exemplars with `--enable-feature=exemplar-storage`. A service beyond loopback wants its token:',
  '`authorization: { credentials_file: … }` in its job.',
  '',
  'Every metric has the label `pipeline`. A value that is not in a closed set counts as `other`.',
  '',
  `Names follow the semantic conventions of OpenTelemetry where these have one (version ${conventionsVersions.general};`,
  `generative AI, in development, version ${conventionsVersions.genAi}), and begin with \`specbook.\` elsewhere.`,
  '',
];

function foldedSection(metric: Counter | Histogram): readonly string[] {
  return [
    ...heading(metric),
    ...(metric.kind === 'histogram' ? [`- Buckets: ${metric.buckets.join(', ')}`] : []),
    ...metric.from.map((derivation) => `- From ${derivationText(derivation)}`),
    '',
    '```sql',
    recomputeSql(metric),
    '```',
    '',
    ...(metric.kind === 'counter' && metric.scale !== 1
      ? [`Of this sum, ${metric.scale.toLocaleString('en-US')} are one of the unit.`, '']
      : []),
  ];
}

const gaugeSection = (metric: Gauge): readonly string[] => [...heading(metric), ''];

function heading(metric: Metric): readonly string[] {
  const { name, kind, unit, help, labels } = metric;
  return [
    `### ${prometheusName(metric)}`,
    '',
    help,
    '',
    `- In OpenTelemetry: ${code(name)}, a ${kind} in ${code(unit)}`,
    ...Object.entries(labels).map(([label, values]) => `- Label ${labelText(label, values)}`),
  ];
}

function labelText(name: string, { values, help }: Label): string {
  const sanitised = prometheusLabel(name);
  const written = sanitised === name ? code(name) : `${code(sanitised)} (${code(name)})`;
  const known = values === 'configured' ? 'as configured' : values.map(code).join(', ');
  return `${written}: ${help}. ${values === 'configured' ? 'Values are' : 'Values:'} ${known}`;
}

function derivationText({ fact, where, each, value, labels }: Derivation): string {
  const conditions = where.length === 0 ? '' : ` where ${where.map(conditionText).join(' and ')}`;
  const named = Object.entries(labels).map(
    ([name, source]) => `${code(prometheusLabel(name))} is ${sourceText(source)}`,
  );
  const told = named.length === 0 ? '' : `; ${named.join(', ')}`;
  const measured = each === undefined ? '' : `for each word of the list ${code(each)} `;
  return `facts of kind ${code(fact)}${conditions}: ${measured}${amountText(value)}${told}`;
}

function conditionText(condition: Condition): string {
  const of = condition.of.from === 'attribute' ? code(condition.of.name) : sourceText(condition.of);
  switch (condition.is) {
    case 'present':
      return `there is ${of}`;
    case 'absent':
      return `there is no ${of}`;
    case 'in':
    case 'not in':
      return `${of} is ${condition.is === 'in' ? '' : 'not '}${condition.values.map(code).join(' or ')}`;
  }
}

function amountText(amount: Amount): string {
  switch (amount.from) {
    case 'one':
      return 'one each';
    case 'duration':
      return 'their duration in seconds';
    case 'attribute':
      return `their ${code(amount.name)}`;
  }
}

function sourceText(source: Source): string {
  switch (source.from) {
    case 'constant':
      return `always ${code(source.value)}`;
    case 'outcome':
    case 'stage':
    case 'kind':
      return `the ${source.from} of the fact`;
    case 'project':
      return 'the project of the run';
    case 'word':
      return 'the word';
    case 'attribute':
      return `${code(source.name)}, or ${code(source.otherwise)} without it`;
  }
}

const code = (text: string) => `\`${text}\``;
