import type { Fact } from '#core/fact.ts';
import type { KeepReason } from '#core/trace.ts';
import { scoresBelow } from './fact-attributes.ts';
import type { TraceStory } from './trace-story.ts';

export type KeepPolicy = {
  /** Of the traces that nothing speaks for, the share that is kept, 0 to 1. */
  readonly ratio: number;
  /** Milliseconds from which on an item is slow. */
  readonly slow: number;
  /** A record with a score below it is a poor one. */
  readonly lowScore: number;
  /** How many of a run's first traces are kept whatever becomes of them. */
  readonly first: number;
};

/** What the decision goes by: spans, and what they say of the item, are made of the traces alone that are kept. */
export type EndedTrace = Pick<TraceStory, 'traceId' | 'startedAt' | 'endedAt' | 'facts' | 'parkings' | 'ending'>;

/** @param before how many traces of the run there have been. */
type Rule = (trace: EndedTrace, policy: KeepPolicy, before: number) => boolean;

/** The most telling first. */
const rules: Readonly<Record<Exclude<KeepReason, 'run'>, Rule>> = {
  failed: ({ ending }) => ending.failure !== undefined,
  unfinished: ({ ending }) => ending.outcome === 'unfinished',
  low_quality: ({ facts }, { lowScore }) => facts.some(({ attributes }) => scoresBelow(attributes, lowScore)),
  slow: ({ startedAt, endedAt }, { slow }) => endedAt - startedAt >= slow,
  retried: ({ facts, parkings }) => parkings.length > 0 || facts.some(isFailedTry),
  first: (_trace, { first }, before) => before < first,
  sampled: ({ traceId }, { ratio }) => drawsTheLot(traceId, ratio),
};
const reasons = Object.keys(rules) as readonly (keyof typeof rules)[];

/** Why the trace is worth keeping; none when it is not. */
export function reasonsToKeep(trace: EndedTrace, policy: KeepPolicy, before: number): readonly KeepReason[] {
  return reasons.filter((reason) => rules[reason](trace, policy, before));
}

const isFailedTry = ({ kind, outcome }: Fact) => outcome !== 'ok' && kind !== 'settlement';

/**
 * The same for the same trace, whoever asks: its last 52 bits, which are random, as a number from 0 to 1.
 * After https://www.w3.org/TR/trace-context-2/#random-trace-id-flag
 */
function drawsTheLot(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(-13), 16) / 2 ** 52 < ratio;
}
