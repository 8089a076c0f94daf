import { count, roughly } from './numbers.ts';
import type { Span } from './paint.ts';
import {
  blockParts,
  failureParts,
  paceParts,
  rateLimitParts,
  settledParts,
  spendingParts,
  waitingParts,
} from './phrases.ts';
import type { View } from './view.ts';

/** The state of the run as one line, for a log. What there is nothing to say of is left out. */
export function logLine(view: View): string {
  const { counts, sourceComplete, inFlight, elapsed, asksModel } = view;
  const { rate, left } = paceParts(view);
  const done = `${count(counts.rows - counts.remaining)} of ${count(counts.rows)} rows`;
  const titled = (title: string, parts: readonly Span[]) =>
    parts.length === 0 ? [] : [`${title}: ${parts.map(({ text }) => text).join(', ')}`];
  const parts = [
    ...titled(sourceComplete ? done : `${done}, reading the input`, settledParts(counts)),
    `${count(inFlight)} under way`,
    ...[rate, left].filter((text) => text !== undefined),
    ...titled('failures', failureParts(view)),
    ...titled('blocks', blockParts(view)),
    ...titled('rate limits', rateLimitParts(view)),
    ...titled('waiting', waitingParts(view)),
    ...(asksModel ? titled('cost', spendingParts(view)) : []),
  ];
  return `[${roughly(elapsed)}] ${parts.join('; ')}`;
}
