import type { Charge } from '#core/budget.ts';
import type { Cost } from '#core/money.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { usageIn } from '../priced.ts';
import { costOf, type Price } from '../prices/price.ts';

/** Answers by somebody between us and the model, who does not know what became of the request. */
const fromInBetween: ReadonlySet<number> = new Set([408, 499, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527]);

/** The connection was never made, so nothing was sent. */
const neverSent: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);

export function chargeOf(cost: Cost): Charge {
  return cost.source === 'unpriced' ? { kind: 'uncertain' } : { kind: 'spent', amount: cost.amount };
}

/**
 * What is owed for a call without a usable answer. An answer of no use is paid for; a refusal by the provider is not
 * (no provider bills requests that it answers with an error). Whatever else happened, the model may have done its
 * work: that is uncertain.
 */
export function chargeOfFailure(error: unknown, price: Price | undefined): Charge {
  const usage = usageIn(error);
  if (usage !== undefined) return chargeOf(costOf(usage, price));
  if (!(error instanceof PipelineError)) return { kind: 'uncertain' };
  const { status, code } = error.details;
  if (typeof status === 'number') return { kind: fromInBetween.has(status) ? 'uncertain' : 'nothing' };
  return { kind: typeof code === 'string' && neverSent.has(code) ? 'nothing' : 'uncertain' };
}
