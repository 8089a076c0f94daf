import { parseRetryAfter } from '#core/retry-after.ts';

/** Milliseconds. A provider that asks for more than ten minutes is not waited for on its word. */
const longest = 10 * 60 * 1_000;

/**
 * How long the provider asked us to wait, in milliseconds, at most ten minutes; undefined when it did not say.
 * Reads `retry-after-ms` (OpenAI, Azure) before `retry-after`.
 *
 * @param now milliseconds since the Unix epoch, against which a date is read.
 */
export function retryAfter(headers: Pick<Headers, 'get'> | undefined, now: number): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/u.test(milliseconds)) return Math.min(longest, Number(milliseconds));
  return parseRetryAfter(headers?.get('retry-after'), now, longest);
}
