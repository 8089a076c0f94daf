import { hash } from 'node:crypto';
import type { Fact } from '#core/fact.ts';

/** What tells a fact from all others of its trace. */
export type SpanKey = Pick<Fact, 'kind' | 'stage' | 'iteration' | 'attempt'>;

/**
 * The id of the span that the fact becomes, 16 hexadecimal digits: the same whoever asks, and whether or not the span
 * has been made, so that logs and links can name it.
 */
export function spanIdOf(traceId: string, { kind, stage, iteration, attempt }: SpanKey): string {
  return digest(`${traceId} ${kind} ${stage} ${iteration} ${attempt}`, 16);
}

/** The id of an item's span, the root of its trace. */
export function rootSpanId(traceId: string): string {
  return digest(traceId, 16);
}

/** The trace of a run, 32 hexadecimal digits. Each process that works on the run adds a span of its own to it. */
export function runTraceId(run: string): string {
  return digest(`run ${run}`, 32);
}

export function runSpanId(run: string, owner: string): string {
  return digest(`run ${run} ${owner}`, 16);
}

function digest(text: string, digits: number): string {
  return hash('sha256', text, 'hex').slice(0, digits);
}
