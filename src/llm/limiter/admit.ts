import type { Ask, Marks, Obstacle, PoolState, Rules } from './pool.ts';
import { reserve } from './reserve.ts';
import { inTurn, waits } from './shares.ts';

/** What became of those that ask. */
export type Admission = {
  readonly state: PoolState;
  readonly admitted: readonly { readonly id: string; readonly marks: Marks }[];
  /** By run: what is in the way of its first call that still waits. */
  readonly held: ReadonlyMap<string, { readonly obstacle: Obstacle; readonly wait: number }>;
};

/**
 * Admits as many as there is room for: runs in the order of what they have had, and the calls of a run in the order
 * in which they came, so that a large call is not passed by small ones for ever.
 */
export function admitAll(rules: Rules, before: PoolState, asks: readonly Ask[], now: number): Admission {
  const queues = Map.groupBy(asks, ({ run }) => run);
  const admitted: { id: string; marks: Marks }[] = [];
  const held = new Map<string, { obstacle: Obstacle; wait: number }>();
  let state = before;
  for (;;) {
    const open = [...queues].filter(([run, queue]) => queue.length > 0 && !held.has(run)).map(([run]) => run);
    const [run] = inTurn(state.shares, open, now);
    const ask = run === undefined ? undefined : queues.get(run)?.shift();
    if (ask === undefined) break;
    const decision = reserve(rules, state, ask, now);
    state = decision.state;
    if (decision.admitted) admitted.push({ id: ask.id, marks: decision.marks });
    else held.set(ask.run, decision);
  }
  const shares = told(state.shares, [...queues.keys()], held, now);
  return { state: shares === state.shares ? state : { ...state, shares }, admitted, held };
}

/** Milliseconds for which a run counts as waiting, from when it was last heard of. */
const patience = 200;

function told(
  shares: PoolState['shares'],
  runs: readonly string[],
  held: Admission['held'],
  now: number,
): PoolState['shares'] {
  return runs.reduce((all, run) => {
    const until = all[run]?.waitingUntil ?? 0;
    if (!held.has(run)) return until > now ? waits(all, run, 0, now) : all;
    // Not told anew at every look: each change is written.
    return until > now + patience / 2 ? all : waits(all, run, now + patience, now);
  }, shares);
}
