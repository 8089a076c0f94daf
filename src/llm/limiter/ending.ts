import type { FailureCategory } from '#core/failure.ts';
import { type FailureDetails, PipelineError } from '#core/pipeline-error.ts';
import type { Usage } from '../language-model.ts';
import type { LimitStatement } from '../limit-statement.ts';
import type { LimitName } from './limits.ts';
import type { Ending } from './pool.ts';

/** Failures that are raised before anything is sent. */
const unsent: ReadonlySet<FailureCategory> = new Set(['budget_exceeded', 'circuit_open']);

/** What a failed call used of the limits. When in doubt it used all that was reserved for it. */
export function endingOf(error: unknown): Ending {
  if (!(error instanceof PipelineError)) return { kind: 'unknown' };
  const { category, details, retryAfter } = error;
  if (category === 'llm_rate_limited') return { kind: 'refused', limit: exceeded(details), retryAfter };
  if (unsent.has(category)) return { kind: 'unsent' };
  const usage = details['usage'] as Usage | undefined;
  if (usage !== undefined) {
    return { kind: 'used', input: usage.input, output: usage.output, exact: usage.source === 'reported' };
  }
  const status = Number(details['status'] ?? 0);
  return { kind: status >= 400 && status < 500 && status !== 408 ? 'unprocessed' : 'unknown' };
}

/** What the provider said about its limits with the failure. */
export function wordsOf({ details }: PipelineError): readonly LimitStatement[] {
  return (details['limits'] ?? []) as unknown as readonly LimitStatement[];
}

/** Which limit a refusal is about, by the words of OpenAI, Groq, Anthropic and Google; requests when it does not say. */
function exceeded(details: FailureDetails): LimitName {
  const said = [details['provider_message'], details['type']].filter((word) => typeof word === 'string').join(' ');
  return wordings.find(([words]) => words.test(said))?.[1] ?? 'rpm';
}

/** The first that fits: the words for requests go before a mere mention of tokens. */
const wordings: readonly (readonly [words: RegExp, limit: LimitName])[] = [
  [/\bTPD\b|tokens per day/iu, 'tpd'],
  [/\bRPD\b|requests per day|RequestsPerDay/iu, 'rpd'],
  [/\bITPM\b|input tokens per min/iu, 'itpm'],
  [/\bOTPM\b|output tokens per min/iu, 'otpm'],
  [/\bRPM\b|requests per min/iu, 'rpm'],
  [/\bTPM\b|tokens/iu, 'tpm'],
];
