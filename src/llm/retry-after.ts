import { parseRetryAfter } from '#core/retry-after.ts';
import { goDuration } from './rate-limit-headers.ts';

/** Milliseconds. A provider that asks for more than ten minutes is not waited for on its word. */
const longest = 10 * 60 * 1_000;

/** A refusal as the provider sent it. */
export type Refusal = {
  readonly headers: Pick<Headers, 'get'> | undefined;
  /** What the body says, in words or as an object. */
  readonly message: string;
  readonly error: unknown;
};

/**
 * How long the provider asked us to wait, in milliseconds, at most ten minutes; undefined when it did not say.
 * Reads `retry-after-ms` (OpenAI, Azure), then `retry-after`, then the body: Google's `RetryInfo`, and the words
 * `try again in 1.2s` of OpenAI and Groq.
 *
 * @param now milliseconds since the Unix epoch, against which a date is read.
 */
export function retryAfter({ headers, message, error }: Refusal, now: number): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/u.test(milliseconds)) return Math.min(longest, Number(milliseconds));
  return parseRetryAfter(headers?.get('retry-after'), now, longest) ?? fromBody(error, message);
}

function fromBody(error: unknown, message: string): number | undefined {
  const delay = delayIn(error) ?? /"retryDelay":\s*"([\d.]+s)"/u.exec(message)?.[1];
  const said = delay ?? /(?:try again|retry) in ((?:\d+(?:\.\d+)?(?:ms|[dhms]))+)/iu.exec(message)?.[1];
  const wait = said === undefined ? undefined : goDuration(said);
  return wait === undefined ? undefined : Math.min(longest, wait);
}

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto (RetryInfo) */
function delayIn(error: unknown): string | undefined {
  const { details } = (typeof error === 'object' && error !== null ? error : {}) as { details?: unknown };
  if (!Array.isArray(details)) return undefined;
  const delays = details.map((detail: { retryDelay?: unknown } | null) => detail?.retryDelay);
  return delays.find((delay) => typeof delay === 'string');
}
