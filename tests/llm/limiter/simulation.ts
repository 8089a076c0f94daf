import { limiter as serverLimiter, type LimiterKind } from '#demo/model/limiter.ts';
import type { LimitStatement } from '#llm/limit-statement.ts';
import { admitAll } from '#llm/limiter/admit.ts';
import { amountOf, type Limits, rulesOf } from '#llm/limiter/limits.ts';
import { type Ask, emptyPool, type Ending, type Marks, type PoolState, type Rules } from '#llm/limiter/pool.ts';
import { settled } from '#llm/limiter/settle.ts';

export type SimulatedCall = {
  /** When it is asked for, in milliseconds. */
  readonly at: number;
  readonly run: string;
  /** Milliseconds until the request arrives, and from then on until the answer is there. */
  readonly transit: number;
  readonly latency: number;
  readonly bytes: number;
  readonly maxOutputTokens: number;
  readonly input: number;
  readonly output: number;
};

export type SimulatedServer = {
  readonly kind: LimiterKind;
  readonly window: number;
  /** Milliseconds by which its windows are shifted against ours. */
  readonly phase: number;
  readonly requests: number;
  readonly tokens: number;
  /** When what it says of its limits is written; or that it says nothing. */
  readonly speaks: 'on arrival' | 'with the answer' | 'never';
};

export type Simulated = {
  readonly admissions: readonly { readonly at: number; readonly run: string }[];
  readonly refusals: readonly { readonly at: number }[];
  readonly answers: number;
  /** Our account when all was over. */
  readonly state: PoolState;
  readonly finished: number;
};

type Event = { readonly at: number; readonly order: number; readonly happen: () => unknown };

const mostEvents = 200_000;

/** Times of real size, as the state keeps them. */
const epoch = Date.UTC(2026, 0, 1);

/**
 * Calls against a server, in a time of its own. A refused call is tried again at once, as far as the limiter lets
 * it. The state goes through JSON after every change, as it does in the store.
 */
export function simulate(
  server: SimulatedServer,
  limits: Limits,
  calls: readonly SimulatedCall[],
  initial: PoolState = emptyPool,
): Simulated {
  const rules: Rules = {
    limits: rulesOf({ minute: server.window, ...limits }),
    concurrency: limits.concurrency ?? Infinity,
  };
  const account = serverAccount(server);
  const [admissions, refusals]: [{ at: number; run: string }[], { at: number }[]] = [[], []];
  let state = initial;
  let events: Event[] = [];
  let waiting: { readonly ask: Ask; readonly call: SimulatedCall }[] = [];
  let [order, answers, looks, now] = [0, 0, 0, epoch];

  const schedule = (at: number, happen: Event['happen']) => {
    order += 1;
    events.push({ at, order, happen });
  };
  const change = (work: (before: PoolState) => PoolState) => {
    state = JSON.parse(JSON.stringify(work(state))) as PoolState;
  };
  const look = () => {
    const asks = waiting.map(({ ask }) => ask);
    let admission: ReturnType<typeof admitAll> | undefined;
    change((before) => {
      admission = admitAll(rules, before, asks, now);
      return admission.state;
    });
    for (const { id, marks } of admission?.admitted ?? []) {
      const waiter = waiting.find(({ ask }) => ask.id === id);
      waiting = waiting.filter((other) => other !== waiter);
      if (waiter !== undefined) send(waiter.ask, waiter.call, marks);
    }
    const next = Math.min(...[...(admission?.held.values() ?? [])].map(({ wait }) => wait));
    // One alarm at a time: an earlier one finds that there has been another look since.
    looks += 1;
    const nth = looks;
    if (Number.isFinite(next)) schedule(now + Math.max(1, Math.ceil(next)), () => nth === looks && look());
  };
  const send = (ask: Ask, call: SimulatedCall, marks: Marks) => {
    admissions.push({ at: now - epoch, run: ask.run });
    schedule(now + call.transit, () => {
      const answer = account.arrive(call, now);
      const early = account.words(now);
      schedule(now + (answer === undefined ? 0 : call.latency), () => {
        const said = server.speaks === 'on arrival' ? early : server.speaks === 'never' ? [] : account.words(now);
        const ending: Ending = answer ?? { kind: 'refused', limit: 'rpm', retryAfter: undefined };
        change((before) => settled(rules, before, { id: ask.id, bytes: call.bytes, marks, ending, said }, now));
        if (answer === undefined) {
          refusals.push({ at: now - epoch });
          waiting = [{ ask: { ...ask, id: `${ask.id}+` }, call }, ...waiting];
        } else answers += 1;
        look();
      });
    });
  };
  for (const [at, together] of Map.groupBy(calls.entries(), ([, call]) => call.at)) {
    schedule(epoch + at, () => {
      for (const [index, call] of together) {
        const { run, bytes, maxOutputTokens } = call;
        waiting.push({ ask: { id: String(index), owner: 'us', run, bytes, maxOutputTokens }, call });
      }
      look();
    });
  }
  while (events.length > 0 && answers < calls.length) {
    if (order > mostEvents) throw new Error('the simulation does not come to an end');
    const next = events.reduce((first, event) =>
      event.at < first.at || (event.at === first.at && event.order < first.order) ? event : first,
    );
    events = events.filter((event) => event !== next);
    now = next.at;
    next.happen();
  }
  return { admissions, refusals, answers, state, finished: now - epoch };
}

function serverAccount({ kind, window, phase, requests, tokens }: SimulatedServer) {
  const limiters = [
    { limit: 'rpm' as const, counts: 'requests' as const, limiter: serverLimiter(kind, requests, window) },
    { limit: 'tpm' as const, counts: 'tokens' as const, limiter: serverLimiter(kind, tokens, window) },
  ];
  return {
    arrive: ({ input, output }: SimulatedCall, now: number): Ending | undefined => {
      const at = now + phase;
      const amounts = limiters.map((one) => ({ ...one, amount: amountOf(one, { requests: 1, input, output }) }));
      if (amounts.some(({ limiter, amount }) => limiter.waitFor(amount, at) > 0)) return undefined;
      for (const { limiter, amount } of amounts) limiter.take(amount, at);
      return { kind: 'used', input, output, exact: true };
    },
    words: (now: number): readonly LimitStatement[] =>
      limiters.map(({ limit, limiter }) => {
        const { limit: most, remaining, reset } = limiter.headroom(now + phase);
        return { limit, most, remaining: Math.max(0, remaining), reset };
      }),
  };
}
