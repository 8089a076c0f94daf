import type { FailureCategory } from './failure.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Something that happened in the course of a fact, with its time: a wait, an answer from the cache. */
export type FactEvent = {
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly attributes: Attributes;
};

/**
 * Something that happened to an item. Spans, metrics, totals and reports derive from facts.
 *
 * A fact is unique by (run, item, round, kind, stage, iteration, attempt): recorded twice it counts once.
 */
export type Fact = {
  /**
   * `settlement` of the item, `stage`, an operation in a stage (`page`, `completion`), an attempt in an operation
   * (`fetch`, `model_call`), or what a pipeline adds.
   */
  readonly kind: string;
  readonly item: string;
  /** The trace that the item had when it happened: 32 hexadecimal digits. */
  readonly trace: string;
  /** 1, and one more each time a failed item is given another chance by `--resume`. */
  readonly round: number;
  readonly stage: string;
  /** 1, or the turn of a loop. */
  readonly iteration: number;
  /** 1 for the first attempt. Goes on counting after a resume. */
  readonly attempt: number;
  /** When it began: milliseconds since the Unix epoch. */
  readonly at: number;
  /** How long it took, in milliseconds. */
  readonly duration: number;
  readonly outcome: 'ok' | FailureCategory;
  readonly attributes: Attributes;
  /** In the order of their times; left out when there are none. */
  readonly events?: readonly FactEvent[];
};

/** What earlier attempts came to; with it a resumed item goes on where it was, with the retries it has left. */
export type PastAttempt = Pick<Fact, 'kind' | 'stage' | 'iteration' | 'attempt' | 'at' | 'outcome' | 'attributes'>;
