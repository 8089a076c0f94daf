/**
 * After a refusal calls come back by and by: one, and for each that is let in two more, as TCP begins (slow start, RFC
 * 5681). So whoever asks too soon is refused a call or two, and not all that had waited; and a provider that
 * was in trouble only once is back at its full load within seconds.
 */
export type Caution = {
  /** Calls sent before are of the burst that was refused, and say nothing. */
  readonly since: number;
  /** Of those sent later, how many were answered. */
  readonly answered: number;
};

/**
 * Milliseconds that a request may be on its way before it is counted, or refused. Requests and what they hold are
 * counted when they arrive, and in any case before the answer has come; an answer at the latest then. Counting
 * everything from the answer on would be safe whatever happens on the way, and waste of each window what an answer takes.
 */
export const transit = 1_500;

/** So many that are let in end the caution. */
const enough = 16;

/** Milliseconds until the next call may be sent; 0 at once. @param calls those under way, by when they were sent. */
export function cautionWait(caution: Caution | undefined, calls: readonly number[], now: number): number {
  if (caution === undefined) return 0;
  const sent = calls.filter((at) => at >= caution.since);
  const fresh = sent.filter((at) => now - at < transit);
  // An answer may take long; a refusal comes at once.
  const letIn = caution.answered + sent.length - fresh.length;
  if (letIn >= enough || fresh.length <= letIn) return 0;
  return Math.min(...fresh) + transit - now;
}

/** A call that has ended. */
type Ended = { readonly sent: number; readonly ending: 'refused' | 'unsent' | 'let in' };

/** @param resumes when the provider may be asked again. */
export function cautionAfter(
  before: Caution | undefined,
  { sent, ending }: Ended,
  resumes: number,
): Caution | undefined {
  const isOfBurst = before !== undefined && sent < before.since;
  if (ending === 'refused') return isOfBurst ? before : { since: resumes, answered: 0 };
  if (before === undefined || isOfBurst || ending === 'unsent') return before;
  const answered = before.answered + 1;
  return answered >= enough ? undefined : { ...before, answered };
}
