import { parseDuration } from '#core/duration.ts';
import type { LimitStatement } from './limit-statement.ts';

type Headers = { get(name: string): string | null };
type Words = {
  readonly limit: LimitStatement['limit'];
  readonly most: string;
  readonly remaining: string;
  readonly reset: string;
};

const openAi = (limit: LimitStatement['limit'], counted: string): Words => ({
  limit,
  most: `x-ratelimit-limit-${counted}`,
  remaining: `x-ratelimit-remaining-${counted}`,
  reset: `x-ratelimit-reset-${counted}`,
});

const anthropic = (limit: LimitStatement['limit'], counted: string): Words => ({
  limit,
  most: `anthropic-ratelimit-${counted}-limit`,
  remaining: `anthropic-ratelimit-${counted}-remaining`,
  reset: `anthropic-ratelimit-${counted}-reset`,
});

/**
 * Who says what in which header. OpenAI's are also those of Azure, Groq, Together and most gateways:
 * https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers,
 * https://docs.anthropic.com/en/api/rate-limits#response-headers
 */
const vocabulary: readonly Words[] = [
  openAi('rpm', 'requests'),
  openAi('tpm', 'tokens'),
  anthropic('rpm', 'requests'),
  anthropic('tpm', 'tokens'),
  anthropic('itpm', 'input-tokens'),
  anthropic('otpm', 'output-tokens'),
];

/**
 * What the headers of an answer, or of a refusal, say about limits. What makes no sense is left out.
 *
 * @param now milliseconds since the Unix epoch, against which a date is read.
 */
export function readLimits(headers: Headers | undefined, now: number): readonly LimitStatement[] {
  if (headers === undefined) return [];
  return vocabulary.flatMap((words) => {
    const [most, remaining] = [amount(headers.get(words.most)), amount(headers.get(words.remaining))];
    const reset = timeUntil(headers.get(words.reset), now);
    if (most === undefined && remaining === undefined) return [];
    return {
      limit: words.limit,
      ...(most === undefined || most === 0 ? {} : { most }),
      ...(remaining === undefined ? {} : { remaining }),
      ...(reset === undefined ? {} : { reset }),
    };
  });
}

/** Some servers write -1 for a limit that there is not, or one that they do not know. */
function amount(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/u.test(text.trim()) ? Number(text) : undefined;
}

/**
 * Milliseconds until then: as Go writes durations (`6m0s`, `120ms`), a date of RFC 3339, or seconds; a number of the
 * size of a date is one, in seconds or milliseconds since the epoch.
 */
function timeUntil(text: string | null, now: number): number | undefined {
  const said = text?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/u.test(said)) return Math.max(0, fromNumber(Number(said), now));
  const wait = goDuration(said) ?? Date.parse(said) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function fromNumber(value: number, now: number): number {
  if (value > 1e12) return value - now;
  return value > 1e9 ? value * 1_000 - now : value * 1_000;
}

/** Milliseconds of `1h2m3.5s`; undefined when it is none. */
export function goDuration(text: string): number | undefined {
  const parts = text.match(/\d+(?:\.\d+)?(?:ms|[dhms])/gu);
  if (parts === null || parts.join('') !== text) return undefined;
  return parts.reduce((sum, part) => sum + (parseDuration(part) ?? 0), 0);
}
