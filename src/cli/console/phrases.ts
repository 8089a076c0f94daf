import { formatDuration } from '#core/duration.ts';
import { ruleOf } from '#core/failure.ts';
import type { RunCounts } from '#core/run-store.ts';
import { plural } from '../plural.ts';
import { budgetParts } from './money-lines.ts';
import { costParts, count, perTime, roughly } from './numbers.ts';
import type { Span } from './paint.ts';
import { printable } from './text.ts';
import { type Counted, timeLeft, type View } from './view.ts';

/** What the live view and the log lines say alike, in pieces, the most important first. */

export function settledParts({ succeeded, failed, not_found, skipped }: RunCounts): readonly Span[] {
  return [
    { text: `${count(succeeded)} succeeded`, tone: succeeded > 0 ? 'good' : 'plain' },
    ...(failed > 0 ? [{ text: `${count(failed)} failed`, tone: 'bad' } as const] : []),
    ...(not_found > 0 ? [{ text: `${count(not_found)} not found` }] : []),
    ...(skipped > 0 ? [{ text: `${count(skipped)} skipped` }] : []),
  ];
}

const countedText = ({ name, count: times }: Counted<string>) => `${count(times)} ${printable(name)}`;

export function failureParts({ failures }: View): readonly Span[] {
  return failures.map((each) => ({
    text: countedText(each),
    tone: ruleOf(each.name).outcome === 'failed' ? 'bad' : 'warning',
  }));
}

export function blockParts({ blocks }: View): readonly Span[] {
  return blocks.map((each) => ({ text: countedText(each), tone: 'warning' }));
}

export function rateLimitParts({ rateLimits: { sites, model } }: View): readonly Span[] {
  return [
    ...(sites > 0 ? [{ text: `${count(sites)} by sites`, tone: 'warning' } as const] : []),
    ...(model > 0 ? [{ text: `${count(model)} by the model`, tone: 'warning' } as const] : []),
  ];
}

export function waitingParts({ waiting }: View): readonly Span[] {
  return waiting.map(({ host, milliseconds }) => ({
    text: `${printable(host)} for ${roughly(milliseconds)}`,
    tone: 'warning',
  }));
}

export function medianParts({ medians }: View): readonly Span[] {
  return medians.map(({ stage, milliseconds }) => ({ text: `${printable(stage)} ${formatDuration(milliseconds)}` }));
}

export function modelParts({ spending: { calls, inputTokens, outputTokens } }: View): readonly Span[] {
  return [
    { text: plural(calls, 'call') },
    { text: `${count(inputTokens)} tokens in` },
    { text: `${count(outputTokens)} out` },
  ];
}

export function spendingParts({ spending, budgets }: View): readonly Span[] {
  const limited = budgetParts(budgets);
  return [...costParts(spending), ...(limited.length === 0 ? ['no budget'] : limited)].map((text) => ({ text }));
}

/** `3.1/s`, and how long it will take, if that is known. */
export function paceParts(view: View): { readonly rate: string | undefined; readonly left: string | undefined } {
  const { counts, rate, sourceComplete, inFlight } = view;
  const left = timeLeft(view);
  const finished = sourceComplete && counts.remaining === 0 && inFlight === 0;
  return {
    rate: rate === undefined ? undefined : perTime(rate),
    left: finished ? 'writing the results' : left === undefined ? undefined : `about ${roughly(left)} left`,
  };
}
