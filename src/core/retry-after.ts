/**
 * How long a Retry-After header asks to wait, in milliseconds, from 0 to `longest`; undefined when there is none
 * or it means nothing. Seconds or a date: RFC 9110, section 10.2.3; fractions of seconds, as some servers send.
 *
 * @param now milliseconds since the Unix epoch, against which a date is read.
 * @param longest milliseconds; whoever asks for more is not waited for on its word.
 */
export function parseRetryAfter(header: string | null | undefined, now: number, longest: number): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(longest, Math.max(0, wait));
}
