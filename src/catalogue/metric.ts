import type { Derivation } from './derivation.ts';

/**
 * The values that a label may have. A closed set is known beforehand: its series start at zero, and a value that is
 * not in it counts as `other`. An open one is bounded by the configuration (models, projects): it holds names that
 * people chose, never URLs, hosts or messages.
 */
export type Label = { readonly values: readonly string[] | 'configured'; readonly help: string };

type Described = {
  /** The OpenTelemetry name: dots between parts, without the unit. */
  readonly name: string;
  /** A unit of UCUM (`s`, `By`), or what is counted, in braces. */
  readonly unit: Unit;
  readonly help: string;
  /** Besides `pipeline`, which every metric has. */
  readonly labels: Readonly<Record<string, Label>>;
};

export type Unit = 's' | 'By' | `{${string}}`;

/** Grows with facts, and never falls. */
export type Counter = Described & {
  readonly kind: 'counter';
  readonly from: readonly Derivation[];
  /** What one of the unit is in the whole numbers that are added up: 1e9 for dollars kept as nano-dollars. */
  readonly scale: number;
};

/** Counts what facts measured into buckets. At most one label. */
export type Histogram = Described & {
  readonly kind: 'histogram';
  readonly from: readonly Derivation[];
  /** Upper bounds, ascending, in the unit; one more, without bound, is implied. */
  readonly buckets: readonly number[];
};

/** What is so at the moment: of the running process, of what the run store holds, or of what both of them know. */
export type Gauge = Described & { readonly kind: 'gauge'; readonly of: 'process' | 'store' | 'both' };

export type Metric = Counter | Histogram | Gauge;

/** The pipeline's name is a label of every metric. */
export const pipelineLabel = 'pipeline';

type Given<Of extends Metric> = Omit<Of, 'kind' | 'labels' | 'scale'> & Partial<Pick<Of, 'labels'>>;

export function counter(given: Given<Counter> & { readonly scale?: number }): Counter {
  return { labels: {}, scale: 1, ...given, kind: 'counter' };
}

export function histogram(given: Given<Histogram>): Histogram {
  return { labels: {}, ...given, kind: 'histogram' };
}

export function gauge(given: Given<Gauge>): Gauge {
  return { labels: {}, ...given, kind: 'gauge' };
}

export function closed(values: readonly string[], help: string): Label {
  return { values, help };
}

export function configured(help: string): Label {
  return { values: 'configured', help };
}

/** What a value counts as that is not in its label's closed set. */
export const otherValue = 'other';
