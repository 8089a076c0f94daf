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

/** The trace of a run in one process, 32 hexadecimal digits. */
export function runTraceId(run: string, owner: string): string {
  return digest(`run ${run} ${owner}`, 32);
}

/** Its only span, which those of its items link to. */
export function runSpanId(run: string, owner: string): string {
  return rootSpanId(runTraceId(run, owner));
}

function digest(text: string, digits: number): string {
  return hash('sha256', text, 'hex').slice(0, digits);
}
