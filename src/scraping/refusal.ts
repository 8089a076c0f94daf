import type { FailureCategory } from '#core/failure.ts';
import type { BlockVendor } from './block-signals.ts';

/**
 * How sure a refusal is: `declared` by the status or by whoever refused, in a header made for it; `corroborated`,
 * a sign that is found on refused pages and a second fact; `plausible`, words or widgets that ordinary pages have
 * too, and a second fact that ordinary pages do not have.
 */
export type Confidence = 'declared' | 'corroborated' | 'plausible';

export type Refusal = {
  readonly ok: false;
  readonly category: FailureCategory;
  readonly message: string;
  readonly vendor?: BlockVendor;
  readonly confidence: Confidence;
  /** The facts that show it, for a person. */
  readonly evidence: readonly string[];
  /** The second facts that make them believable. */
  readonly corroboration: readonly string[];
  /** Milliseconds that the site asked us to wait. */
  readonly retryAfter?: number;
};

/** Whether an answer counts as the page that was asked for. */
export type Verdict = { readonly ok: true } | Refusal;
