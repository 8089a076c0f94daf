import type { Metric } from './metric.ts';
import type { Slo } from './slo.ts';
import type { SpanDefinition } from './span.ts';

/**
 * What a pipeline tells of itself. The application hands it to whatever counts, traces, draws or alerts; nothing
 * measures what is not in here.
 */
export type CatalogueSlice = {
  /** The pipeline that it belongs to, and the value of the label. */
  readonly pipeline: string;
  readonly metrics: readonly Metric[];
  readonly spans: readonly SpanDefinition[];
  /** What the pipeline promises. */
  readonly slos: readonly Slo[];
};
