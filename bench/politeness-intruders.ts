/** What the program did, and when: milliseconds of the monotonic clock. */
export type Moment = {
  readonly kind: 'sent' | 'withheld' | 'refused';
  readonly host: string;
  readonly at: number;
  /** The Retry-After of a refusal. */
  readonly seconds?: number | undefined;
};

/** How many requests were sent, and how late after a refusal: milliseconds since it had been received. */
export type Intruder = { readonly host: string; readonly late: number };

/**
 * The requests that were sent to a host after its refusal had been received and before its Retry-After was over. What
 * had been sent before, and arrives while the refusal is on its way, is no intruder: nobody could have known.
 */
export function intruders(moments: readonly Moment[]): readonly Intruder[] {
  const closed = new Map<string, { readonly since: number; readonly until: number }>();
  const found: Intruder[] = [];
  for (const { kind, host, at, seconds = 0 } of moments) {
    const current = closed.get(host);
    const isClosed = current !== undefined && at < current.until;
    if (kind === 'sent' && isClosed) found.push({ host, late: at - current.since });
    if (kind === 'refused') {
      const until = at + seconds * 1_000;
      closed.set(
        host,
        isClosed ? { since: current.since, until: Math.max(current.until, until) } : { since: at, until },
      );
    }
  }
  return found;
}
