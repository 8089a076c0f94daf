/** Milliseconds. A site that asks for more than an hour is not waited for on its word. */
const longest = 60 * 60 * 1_000;

/**
 * How long a Retry-After header asks to wait, in milliseconds, between 0 and one hour; undefined when there is
 * none or it means nothing. Seconds or a date: RFC 9110, section 10.2.3.
 *
 * @param now milliseconds since the Unix epoch, against which a date is read.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(longest, Math.max(0, wait));
}
