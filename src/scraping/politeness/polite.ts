import { type FailureCategory } from '#core/failure.ts';
import { Park } from '#core/park.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { PageFetcher, Validators } from '../page-fetcher.ts';
import type { Page } from '../page.ts';
import type { Host, Hosts } from './hosts.ts';
import type { PaceOutcome, Ticket } from './host-pace.ts';
import { Withheld } from './host-wishes.ts';
import type { Robots } from './robots.ts';

export type RobotsPolicy = 'obey' | 'warn' | 'ignore';

/** Milliseconds: a longer wait gives up the slot instead of holding it; the whole host waits then. */
const longestWaitInPlace = 100;

/**
 * Asks a host only as often and as much as it can bear and allows: by its robots.txt, at its pace, and not at all while
 * it fails. Goes around each attempt, so that waiting is no part of it.
 *
 * @param robots undefined to ignore what a site says there.
 * @throws PipelineError `robots_denied`; `circuit_open` with the time until which the host is left alone.
 */
export function polite(
  fetcher: PageFetcher,
  hosts: Hosts,
  robots: Robots | undefined,
  policy: RobotsPolicy,
): PageFetcher {
  return {
    ...fetcher,
    async fetch(url, context, earlier) {
      const host = hosts.of(url.host);
      for (let waited = 0; ;) {
        try {
          if (robots !== undefined && policy !== 'ignore') await heed(robots, policy, host, url, context);
          return await ask({ fetcher, host, url, earlier, waited }, context);
        } catch (error) {
          if (!(error instanceof Withheld)) throw error;
          waited += await comeBack(error, host, context);
        }
      }
    },
  };
}

type Asking = {
  readonly fetcher: PageFetcher;
  readonly host: Host;
  readonly url: URL;
  readonly earlier: Validators | undefined;
  /** Milliseconds that it has waited for the host already. */
  readonly waited: number;
};

/** Waits for the host's turn, asks, and tells the host's pace and circuit what became of it. */
async function ask({ fetcher, host, url, earlier, waited }: Asking, context: StageContext): Promise<Page> {
  const { clock } = context;
  const circuit = host.circuits.of(fetcher.name);
  const resting = circuit.closedUntil(clock.now());
  if (resting !== undefined) throw leftAlone(url, resting - clock.now());
  const admission = await admitted(host, context);
  circuit.begin();
  const started = clock.monotonic();
  let outcome: PaceOutcome = { kind: 'other' };
  try {
    const page = await fetcher.fetch(url, { ...context, limiterWait: waited + admission.waited }, earlier);
    outcome = { kind: 'answered', latency: clock.monotonic() - started };
    circuit.succeeded();
    return page;
  } catch (error) {
    if (error instanceof Park || context.signal.aborted) {
      circuit.abandoned();
      throw error;
    }
    const failure = toPipelineError(error);
    outcome = outcomeOf(failure, clock.now(), clock.monotonic() - started);
    if (unreachable.has(failure.category)) circuit.failed(clock.now(), url.href);
    else circuit.succeeded();
    throw error;
  } finally {
    host.pace.end(admission.ticket, clock.now(), outcome);
    host.wakeNext(clock.now());
  }
}

/**
 * A request was let through, and its host asked for time before it was written. It waits for it here, or gives up the
 * slot as all others do who come now.
 *
 * @returns the milliseconds that it waited.
 */
async function comeBack(withheld: Withheld, { pace }: Host, context: StageContext): Promise<number> {
  const { clock, signal } = context;
  const wait = Math.max(0, withheld.until - clock.now());
  context.event('withheld', { host: withheld.host, milliseconds: Math.round(wait) });
  if (wait > longestWaitInPlace) {
    // It may be another host, to which this one redirects: that is no reason for all of this one to wait.
    const until = pace.pausedUntil(clock.now());
    throw until === undefined ? withheld : new Park(until, 'key', 'rate_limited');
  }
  await clock.sleep(wait, signal);
  return Math.round(wait);
}

/** Milliseconds in which a turn must come, lest the slots fill with pages of one slow host; then all of it rests. */
const longestQueueing = 5_000;
const rest = 1_000;

/** What says that a host is down, rather than that it does not like a request. */
const unreachable: ReadonlySet<FailureCategory> = new Set([
  'dns',
  'connection',
  'tls',
  'timeout',
  'protocol',
  'http_server_error',
]);

/** Silence, and being told to wait, slow the pace; any other answer is an answer. */
function outcomeOf({ category, retryAfter, details }: PipelineError, now: number, latency: number): PaceOutcome {
  // What a service asks for that fetches for us is not the host's wish.
  if (details['service'] !== undefined) return { kind: 'other' };
  const asked = category === 'rate_limited' || retryAfter !== undefined;
  if (asked) return { kind: 'slow_down', until: retryAfter === undefined ? undefined : now + retryAfter };
  return unreachable.has(category) ? { kind: 'other' } : { kind: 'answered', latency };
}

async function heed(
  robots: Robots,
  policy: RobotsPolicy,
  { pace }: Host,
  url: URL,
  context: StageContext,
): Promise<void> {
  const { allowed, crawlDelay, line } = await robots.ask(url, context);
  if (crawlDelay !== undefined) pace.keepApart(crawlDelay);
  if (allowed) return;
  const where = line === undefined ? 'robots.txt' : `line ${line} of robots.txt`;
  if (policy === 'obey') throw new PipelineError('robots_denied', `${url.host} does not allow this page (${where})`);
  context.event('robots_denied', { where });
}

function leftAlone(url: URL, wait: number): PipelineError {
  const until = Number.isFinite(wait) ? `for another ${Math.ceil(wait / 1_000)} s` : 'for the rest of the run';
  return new PipelineError('circuit_open', `${url.host} failed again and again, and is left alone ${until}`, {
    retryAfter: wait,
  });
}

/** With the milliseconds that it took. */
type Admitted = { readonly ticket: Ticket; readonly waited: number };

/**
 * Waits for the host's turn. A short wait is waited for here, a long one gives up the slot. Whoever leaves without a
 * turn lets the next one look.
 */
async function admitted(host: Host, context: StageContext): Promise<Admitted> {
  const { clock, signal } = context;
  const since = clock.monotonic();
  try {
    for (;;) {
      signal.throwIfAborted();
      const now = clock.now();
      const admission = host.pace.admit(now);
      if (admission.ok) {
        const waited = Math.round(clock.monotonic() - since);
        if (waited >= 1) context.event('politeness_wait', { milliseconds: waited });
        // At once: whoever looks next must see it.
        return { ticket: host.pace.begin(now), waited };
      }
      const { until, reason } = admission;
      if (until === undefined) await turnWithin(longestQueueing - (clock.monotonic() - since), host, context);
      else if (until - now <= longestWaitInPlace) await clock.sleep(until - now, signal);
      else throw new Park(until, 'key', reason === 'slow_down' ? 'rate_limited' : undefined);
    }
  } finally {
    host.wakeNext(clock.now());
  }
}

/** Waits until a request to the host has ended. Whoever has waited too long gives up the slot. */
async function turnWithin(milliseconds: number, host: Host, { clock, signal }: StageContext): Promise<void> {
  if (milliseconds <= 0) throw new Park(clock.now() + rest, 'key');
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const waits = [host.turn(either), clock.sleep(milliseconds, either)];
  try {
    await Promise.race(waits);
  } finally {
    over.abort();
    // The one that lost ends by rejection; nobody waits for it any more.
    for (const wait of waits) wait.catch(() => undefined);
  }
}
