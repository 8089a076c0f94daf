import type { KeepReason } from '#core/trace.ts';
import { scoresOf } from './fact-attributes.ts';
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

/**
 * Why the trace is worth keeping; none when it is not.
 *
 * @param before how many traces of the run there have been.
 */
export function reasonsToKeep(story: TraceStory, policy: KeepPolicy, before: number): readonly KeepReason[] {
  const { ending, endedAt, startedAt, facts, parkings, traceId } = story;
  const all: readonly (readonly [KeepReason, boolean])[] = [
    ['failed', ending.failure !== undefined],
    ['unfinished', ending.outcome === 'unfinished'],
    ['low_quality', facts.some(({ attributes }) => scoresOf(attributes).some(([, score]) => score < policy.lowScore))],
    ['slow', endedAt - startedAt >= policy.slow],
    ['retried', parkings.length > 0 || facts.some(({ kind, outcome }) => kind !== 'settlement' && outcome !== 'ok')],
    ['first', before < policy.first],
    ['sampled', drawsTheLot(traceId, policy.ratio)],
  ];
  return all.flatMap(([reason, applies]) => (applies ? [reason] : []));
}

/**
 * The same for the same trace, whoever asks: its last 52 bits, which are random, as a number from 0 to 1.
 * After https://www.w3.org/TR/trace-context-2/#random-trace-id-flag
 */
function drawsTheLot(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(-13), 16) / 2 ** 52 < ratio;
}
