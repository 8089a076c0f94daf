import { type FailureCategory, ruleOf } from './failure.ts';
import type { Json } from './json.ts';

export type FailureDetails = Readonly<Record<string, Json>>;

type PipelineErrorOptions = {
  readonly details?: FailureDetails;
  readonly cause?: unknown;
  /** Milliseconds that the other side asked us to wait before the next attempt. */
  readonly retryAfter?: number;
  /** Who has to wait: everything of the item's key (its host) unless told otherwise, or the item alone. */
  readonly waits?: 'key' | 'item';
  readonly stage?: string;
};

/** The one class of failure. Adapters turn what their libraries throw into it at the edge. */
export class PipelineError extends Error {
  readonly category: FailureCategory;
  readonly details: FailureDetails;
  readonly retryAfter: number | undefined;
  readonly waits: 'key' | 'item';
  /** The stage in which it happened, once it has left that stage. */
  readonly stage: string | undefined;

  /** @param message what happened, for a person, without the advice (the category brings that). */
  constructor(category: FailureCategory, message: string, options: PipelineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PipelineError';
    this.category = category;
    this.details = options.details ?? {};
    this.retryAfter = options.retryAfter;
    this.waits = options.waits ?? 'key';
    this.stage = options.stage;
  }

  get retry() {
    return ruleOf(this.category).retry;
  }

  get advice(): string {
    return ruleOf(this.category).advice;
  }
}

/** The same failure, known to have happened in the stage. */
export function inStage(failure: PipelineError, stage: string): PipelineError {
  if (failure.stage !== undefined) return failure;
  const { category, message, details, cause, retryAfter, waits } = failure;
  return new PipelineError(category, message, {
    details,
    cause,
    waits,
    stage,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** The only place that handles an unknown error: whatever is not ours is a bug, and says so. */
export function toPipelineError(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
  return new PipelineError('internal', message, { cause: error, details: stack });
}
