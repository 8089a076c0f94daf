import type { Amount, Condition, Derivation, Source } from '#catalogue/derivation.ts';
import { type Counter, type Histogram, type Label, otherValue } from '#catalogue/metric.ts';

/**
 * The query that recomputes a metric from the facts, in the dialect of SQLite: one row a set of labels, with `labels`
 * as `measureBy` writes them, `count` and `sum`. `:pipeline` is the pipeline's name. The ledger must agree with it.
 */
export function recomputeSql(metric: Counter | Histogram): string {
  const parts = metric.from.map((derivation) => selectOf(metric, derivation));
  return `select labels, count(*) as count, sum(value) as sum\nfrom (\n  ${parts.join('\n  union all\n  ')}\n)\ngroup by labels`;
}

function selectOf(metric: Counter | Histogram, { fact, where, value, labels }: Derivation): string {
  const amount = amountSql(value);
  const pairs = Object.entries(labels)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, source]) => [text(name), labelSql(source, metric.labels[name])]);
  const conditions = [
    'runs.pipeline = :pipeline',
    `kind = ${text(fact)}`,
    ...where.map(conditionSql),
    ...(value.from === 'attribute' ? [`${amount} is not null`] : []),
  ];
  return [
    `select json_object(${pairs.join(', ')}) as labels, ${amount} as value`,
    'from facts join runs on runs.number = facts.run',
    `where ${conditions.join(' and ')}`,
  ].join(' ');
}

function labelSql(source: Source, label: Label | undefined): string {
  const value = sourceSql(source);
  if (label === undefined || label.values === 'configured' || source.from === 'constant') return value;
  return `case when ${value} in (${label.values.map(text).join(', ')}) then ${value} else ${text(otherValue)} end`;
}

function sourceSql(source: Source): string {
  switch (source.from) {
    case 'constant':
      return text(source.value);
    case 'outcome':
    case 'stage':
    case 'kind':
      return source.from;
    case 'project':
      return 'runs.project';
    case 'attribute':
      return `coalesce(${attributeSql(source.name)}, ${text(source.otherwise)})`;
  }
}

function conditionSql(condition: Condition): string {
  const { of, is } = condition;
  const value = of.from === 'attribute' ? attributeSql(of.name) : sourceSql(of);
  switch (is) {
    case 'present':
      return `${value} is not null`;
    case 'absent':
      return `${value} is null`;
    case 'in':
    case 'not in':
      return `${sourceSql(of)} ${is} (${condition.values.map(text).join(', ')})`;
  }
}

function amountSql(value: Amount): string {
  switch (value.from) {
    case 'one':
      return '1';
    case 'duration':
      return 'duration / 1000.0';
    case 'attribute':
      return attributeSql(value.name);
  }
}

/** Names are plain words, never what somebody typed. */
const attributeSql = (name: string) => `attributes ->> ${text(name)}`;

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
