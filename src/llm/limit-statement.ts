/**
 * What a provider said about one of its limits, with an answer or a refusal. It may be as old as the request:
 * nobody says whether it was written when the request came or when the answer left.
 */
export type LimitStatement = {
  readonly limit: 'rpm' | 'tpm' | 'itpm' | 'otpm';
  /** What the limit allows in its time. */
  readonly most?: number;
  readonly remaining?: number;
  /** Milliseconds until the limit is whole again, if nobody takes any more. */
  readonly reset?: number;
};
