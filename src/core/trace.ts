export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type SpanEvent = {
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly attributes: SpanAttributes;
};

export type SpanLink = { readonly traceId: string; readonly spanId: string; readonly attributes: SpanAttributes };

/** A span as plain data: ids in hexadecimal digits, times in milliseconds since the Unix epoch, with fractions. */
export type TraceSpan = {
  readonly traceId: string;
  readonly spanId: string;
  /** Left out for the root. */
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 'internal' | 'client';
  readonly start: number;
  readonly end: number;
  /** Whether it counts as an error; a page that is legitimately gone does not. */
  readonly status: 'unset' | 'error';
  /** What went wrong, where it is known. */
  readonly message?: string;
  readonly attributes: SpanAttributes;
  /** In the order of their times. */
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
};

/** Why a trace is kept: the item gave no record, did not settle, … or its id drew the lot. */
export type KeepReason = 'failed' | 'unfinished' | 'slow' | 'retried' | 'low_quality' | 'first' | 'sampled' | 'run';

/** A whole trace, the root first and every span before those inside of it. */
export type KeptTrace = {
  readonly traceId: string;
  readonly run: string;
  /** Left out for the trace of the run itself. */
  readonly item?: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** How the item ended, or the state that the run came to. */
  readonly outcome: string;
  /** All that apply, the most telling first. */
  readonly reasons: readonly KeepReason[];
  readonly spans: readonly TraceSpan[];
};

/**
 * Remembers traces for as long as they are of use.
 *
 * @throws PipelineError `store` when the store cannot be read or written.
 */
export interface TraceStore {
  /** A trace that is kept again replaces what was kept before. Those of runs that are not known are not kept. */
  keep(traces: readonly KeptTrace[]): Promise<void>;
  find(traceId: string): Promise<KeptTrace | undefined>;
  /**
   * Forgets traces that began before the time, and the oldest of the others until what is left takes no more bytes
   * than allowed. How many are forgotten.
   */
  prune(before: number, mostBytes: number): Promise<number>;
}
