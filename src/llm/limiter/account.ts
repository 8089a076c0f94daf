import type { Json } from '#core/json.ts';
import { type Admission, admitAll } from './admit.ts';
import type { LimiterPorts } from './ports.ts';
import { type Ask, asOf, emptyPool, type PoolState, type Rules, type Settlement } from './pool.ts';
import { settled, withoutOwners } from './settle.ts';

/** A pool as this process sees it: the shared document, and what is still to be written into it. */
export type Account = {
  /** To be written with the next turn. */
  settle(settlement: Settlement): void;
  hasNews(): boolean;
  /** One change of the shared document: what has ended, then as many of those that ask as there is room for. */
  turn(asks: readonly Ask[]): Promise<Admission>;
  /** Finds out, every now and then, whether those who hold reservations still live. */
  lookForDead(): Promise<void>;
  /** The state after the latest turn. */
  known(): PoolState;
  /** Whether other processes hold reservations, or wait; `runs` are those that wait here. */
  isShared(runs: ReadonlySet<string>): boolean;
};

/** Names the form of what is stored, which another version may not understand. */
const form = 'limits/2';

/** Milliseconds between two looks at owners: each takes the lock of a file. */
const betweenLooks = 2_000;

export function poolAccount(pool: string, rules: Rules, { documents, clock, owner }: LimiterPorts): Account {
  let ended: readonly Settlement[] = [];
  let dead: readonly string[] = [];
  let known = emptyPool;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const strangers = () => {
    const owners = Object.values(known.calls).map((call) => call.owner);
    return new Set(owners.filter((name) => name !== owner.name));
  };

  return {
    settle: (settlement) => {
      ended = [...ended, settlement];
    },
    hasNews: () => ended.length + dead.length > 0,
    turn: async (asks) => {
      const [settlements, orphans] = [ended, dead];
      [ended, dead] = [[], []];
      const admission = await documents.change(`${form} ${pool}`, (value) => {
        // A call is not sent before that: the document is worked out first, and then written.
        const now = clock.now();
        const stored = (value ?? emptyPool) as unknown as PoolState;
        const living = orphans.length === 0 ? stored : withoutOwners(rules, stored, orphans, now);
        const state = settlements.reduce((all, one) => settled(rules, all, one, now), asOf(rules, living, now));
        const result = admitAll(rules, state, asks, now);
        return { value: result.state as unknown as Json, result };
      });
      known = admission.state;
      return admission;
    },
    lookForDead: async () => {
      if (clock.now() - lookedAt < betweenLooks) return;
      lookedAt = clock.now();
      for (const name of strangers()) {
        if (!(await owner.isAlive(name))) dead = [...dead, name];
      }
    },
    known: () => known,
    isShared: (runs) => {
      const now = clock.now();
      const waitsElsewhere = Object.entries(known.shares).some(
        ([run, { waitingUntil }]) => waitingUntil > now && !runs.has(run),
      );
      return waitsElsewhere || strangers().size > 0;
    },
  };
}
