/** A provider that asks for more than this is not waited for on its word: ten minutes, in milliseconds. */
const longest = 10 * 60 * 1_000;

/**
 * How long the provider asked us to wait, in milliseconds, at most ten minutes; undefined when it did not say.
 * Reads `retry-after-ms` (OpenAI, Azure) and `retry-after` in seconds or as a date (RFC 9110, section 10.2.3).
 *
 * @param now milliseconds since the Unix epoch, against which a date is read.
 */
export function retryAfter(headers: Pick<Headers, 'get'> | undefined, now: number): number | undefined {
  const wait = number(headers?.get('retry-after-ms')) ?? secondsOrDate(headers?.get('retry-after'), now);
  return wait === undefined ? undefined : Math.min(longest, Math.max(0, wait));
}

function secondsOrDate(text: string | null | undefined, now: number): number | undefined {
  const seconds = number(text);
  if (seconds !== undefined) return seconds * 1_000;
  const date = Date.parse(text ?? '');
  return Number.isNaN(date) ? undefined : date - now;
}

function number(text: string | null | undefined): number | undefined {
  return /^\d+(?:\.\d+)?$/u.test(text?.trim() ?? '') ? Number(text) : undefined;
}
