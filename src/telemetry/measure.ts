import type { Amount, Condition, Derivation, Source } from '#catalogue/derivation.ts';
import { type Counter, type Histogram, type Label, type Metric, otherValue } from '#catalogue/metric.ts';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import type { Fact } from '#core/fact.ts';
import type { Measure, MeasuredSeries, Measurement, RunLabels } from '#core/measurement.ts';

type Rule = {
  readonly metric: Counter | Histogram;
  readonly derivation: Derivation;
  /** In the order of their names. */
  readonly labels: readonly (readonly [name: string, source: Source, values: ReadonlySet<string> | undefined])[];
  /** The series that were added to before, by the values of their labels. */
  readonly series: Map<string, MeasuredSeries>;
};

/** There are few; this only bounds what a mistake could keep. */
const mostSeries = 1_000;

/** What a fact adds, by the catalogue's derivations. Facts of pipelines that are not in it add nothing. */
export function measureBy(slices: readonly CatalogueSlice[]): Measure {
  const pipelines = new Map(slices.map(({ pipeline, metrics }) => [pipeline, rulesByFact(metrics)]));
  return (fact, run) => {
    const rules = pipelines.get(run.pipeline)?.get(fact.kind) ?? [];
    const measured: Measurement[] = [];
    for (const rule of rules) {
      if (!rule.derivation.where.every((condition) => holds(condition, fact, run))) continue;
      const value = amountOf(rule.derivation.value, fact);
      if (value === undefined) continue;
      const { metric } = rule;
      const bucket = metric.kind === 'histogram' ? bucketOf(value, metric.buckets) : undefined;
      for (const word of wordsOf(rule.derivation, fact)) {
        measured.push({ series: seriesOf(rule, fact, run, word), value, bucket });
      }
    }
    return measured;
  };
}

/**
 * The same, worked out once for each fact, however many ask: a run's own page of metrics and the ledger count the same
 * facts. A fact belongs to one run.
 */
export function remembered(measure: Measure): Measure {
  const known = new WeakMap<Fact, readonly Measurement[]>();
  return (fact, run) => {
    const before = known.get(fact);
    if (before !== undefined) return before;
    const measured = measure(fact, run);
    known.set(fact, measured);
    return measured;
  };
}

function rulesByFact(metrics: readonly Metric[]): ReadonlyMap<string, readonly Rule[]> {
  const rules = metrics.flatMap((metric) =>
    metric.kind === 'gauge' ? [] : metric.from.map((derivation) => ruleFor(metric, derivation)),
  );
  return Map.groupBy(rules, ({ derivation }) => derivation.fact);
}

function ruleFor(metric: Counter | Histogram, derivation: Derivation): Rule {
  const labels = Object.entries(derivation.labels)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, source]) => [name, source, closedValues(metric.labels[name])] as const);
  return { metric, derivation, labels, series: new Map() };
}

function closedValues(label: Label | undefined): ReadonlySet<string> | undefined {
  return label === undefined || label.values === 'configured' ? undefined : new Set(label.values);
}

/** One, and empty, where the fact itself is measured. */
function wordsOf({ each }: Derivation, { attributes }: Fact): readonly string[] {
  return each === undefined ? oneWord : String(attributes[each] ?? '').split(',');
}

const oneWord = [''];

function seriesOf({ metric, labels, series }: Rule, fact: Fact, run: RunLabels, word: string): MeasuredSeries {
  const texts = labels.map(([, source, values]) => {
    const text = textOf(source, fact, run, word) ?? '';
    return values === undefined || values.has(text) ? text : otherValue;
  });
  const key = texts.join('\n');
  const before = series.get(key);
  if (before !== undefined) return before;
  if (series.size >= mostSeries) series.clear();
  const text = JSON.stringify(Object.fromEntries(labels.map(([name], index) => [name, texts[index]])));
  const fresh = { metric: metric.name, labels: text };
  series.set(key, fresh);
  return fresh;
}

/** Undefined for an attribute that the fact has not, and that nothing stands in for. */
function textOf(source: Source, fact: Fact, run: RunLabels, word = ''): string | undefined {
  switch (source.from) {
    case 'constant':
      return source.value;
    case 'outcome':
    case 'stage':
    case 'kind':
      return fact[source.from];
    case 'project':
      return run.project;
    case 'word':
      return word;
    case 'attribute':
      return String(fact.attributes[source.name] ?? source.otherwise);
  }
}

function holds(condition: Condition, fact: Fact, run: RunLabels): boolean {
  const { of, is } = condition;
  const isThere = of.from !== 'attribute' || fact.attributes[of.name] !== undefined;
  switch (is) {
    case 'present':
      return isThere;
    case 'absent':
      return !isThere;
    case 'in':
    case 'not in':
      return condition.values.includes(textOf(of, fact, run) ?? '') === (is === 'in');
  }
}

function amountOf(amount: Amount, fact: Fact): number | undefined {
  switch (amount.from) {
    case 'one':
      return 1;
    case 'duration':
      return fact.duration / 1_000;
    case 'attribute': {
      const value = fact.attributes[amount.name];
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    }
  }
}

function bucketOf(value: number, buckets: readonly number[]): number {
  return buckets.find((bound) => value <= bound) ?? Infinity;
}
