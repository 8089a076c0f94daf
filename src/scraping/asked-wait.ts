import { parseRetryAfter } from '#core/retry-after.ts';
import type { AnswerHead } from './http-request.ts';

/** Milliseconds. A site that asks for more than an hour is not waited for on its word. */
const longestWait = 60 * 60 * 1_000;

/**
 * How long an answer asks to be left alone, in milliseconds; undefined when it does not. Retry-After counts with a
 * refusal for the time being: 429 (RFC 6585, section 4), 503 and its like (RFC 9110, section 10.2.3).
 *
 * @param now milliseconds since the Unix epoch, when the answer came.
 */
export function askedWait({ status, headers }: AnswerHead, now: number): number | undefined {
  if (status !== 429 && status < 500) return undefined;
  return parseRetryAfter(headers['retry-after'], now, longestWait);
}
