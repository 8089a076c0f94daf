import type { Amount, Condition, Derivation, Source } from '#catalogue/derivation.ts';
import { type Counter, type Histogram, type Label, otherValue } from '#catalogue/metric.ts';

/**
 * The query that recomputes a metric from the facts, in the dialect of SQLite: one row a set of labels, with `labels`
 * as `measureBy` writes them, `count` and `sum`. `:pipeline` is the pipeline's name. The ledger must agree with it.
 */
export function recomputeSql(metric: Counter | Histogram): string {
  const pairs = sorted(metric.labels).flatMap(([name, label]) => [text(name), labelSql(name, label)]);
  return [
    `select json_object(${pairs.join(', ')}) as labels, count(*) as count, sum(value) as sum`,
    `from (\n  ${metric.from.map(selectOf).join('\n  union all\n  ')}\n)`,
    'group by labels',
  ].join('\n');
}

const sorted = <Value>(labels: Readonly<Record<string, Value>>) =>
  Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));

function selectOf({ fact, where, each, value, labels }: Derivation): string {
  const columns = sorted(labels).map(([name, source]) => `${sourceSql(source)} as ${column(name)}`);
  const conditions = [
    'runs.pipeline = :pipeline',
    `kind = ${text(fact)}`,
    ...where.map(conditionSql),
    ...(value.from === 'attribute' ? [`${typeSql(value.name)} in ('integer', 'real')`] : []),
  ];
  return [
    `select ${[...columns, `${amountSql(value)} as value`].join(', ')}`,
    `from facts join runs on runs.number = facts.run${each === undefined ? '' : `, ${wordsSql(each)} as word`}`,
    `where ${conditions.join(' and ')}`,
  ].join('\n  ');
}

function labelSql(name: string, { values }: Label): string {
  if (values === 'configured') return column(name);
  return `iif(${column(name)} in (${values.map(text).join(', ')}), ${column(name)}, ${text(otherValue)})`;
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
    case 'word':
      return 'word.value';
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

/** The list as JSON, whatever is in its words. */
const wordsSql = (list: string) => `json_each('[' || replace(json_quote(${attributeSql(list)}), ',', '","') || ']')`;

const typeSql = (name: string) => `json_type(attributes, ${text(`$."${name}"`)})`;

/** Names are plain words, never what somebody typed. */
const attributeSql = (name: string) => `attributes ->> ${text(name)}`;

/** In quotes, because names of labels have dots. */
const column = (label: string) => `"${label}"`;

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
