import { formatDuration } from '#core/duration.ts';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { LimitStatement } from '../limit-statement.ts';
import { poolAccount } from './account.ts';
import type { Admission } from './admit.ts';
import { type Ending, type Headroom, headroomOf, type Obstacle, type Rules } from './pool.ts';
import type { LimiterPorts } from './ports.ts';
import { type Turn, waitingRoom } from './waiting-room.ts';

/** What a call is made with, to be settled when it has ended. */
export type Permit = {
  /** Milliseconds that were waited for it, and what was in the way at first, if anything was. */
  readonly waited: number;
  readonly obstacle: Obstacle | undefined;
  settle(ending: Ending, said?: readonly LimitStatement[]): void;
};

/** The limits of a pool of models, for all calls of this process to them. */
export type Limiter = {
  /**
   * Waits until the call can be made without being refused.
   *
   * @throws Park when that takes longer than `longestWait`; PipelineError `llm_rate_limited` when it is known to take
   * longer than `patience`; the signal's reason.
   */
  acquire(call: { readonly bytes: number; readonly maxOutputTokens: number }, context: StageContext): Promise<Permit>;
  /** What is left of each limit that is known, as of the latest call. */
  headroom(): readonly Headroom[];
  /** Resolves when all that has been settled is on record. */
  idle(): Promise<void>;
};

/**
 * Milliseconds after which the limits are looked at again when other processes may have freed some: the less likely
 * that is soon, the later.
 */
const lookAgain = { soonest: 20, latest: 500, share: 1 / 20 };

/**
 * Milliseconds for which what has ended waits for the next call, to be written together with it, when nobody waits for
 * what it frees.
 */
const unhurried = 100;

/** Milliseconds after which they are looked at in any case: who waits must not be forgotten by others. */
const lookAtLeast = 60_000;

/**
 * The limiter of one pool. What is known of the limits is in the shared document, and changes by pure functions;
 * here is only who waits. All that ends and all that comes in one turn of the event loop is one change.
 *
 * @param pool names the pool, the same in all processes.
 */
export function limiter(pool: string, rules: Rules, ports: LimiterPorts): Limiter {
  const { clock, owner, longestWait, patience } = ports;
  const account = poolAccount(pool, rules, ports);
  const room = waitingRoom();
  const alarm = alarmOf(ports);
  let count = 0;

  const turn = async (): Promise<void> => {
    const { admitted, held } = await account.turn(room.asks());
    for (const { id, marks } of admitted) {
      if (!room.admit(id, marks)) account.settle({ id, bytes: 0, marks, ending: { kind: 'unsent' }, said: [] });
    }
    const now = clock.now();
    room.hold(held, ({ obstacle, wait }, since) => {
      if (Number.isFinite(wait) && wait > patience) return usedUp(pool, obstacle, wait);
      // What is far off may be a reason to ask another model; to be one of many that wait is none.
      if (Number.isFinite(wait) && wait > longestWait) return new Park(now + wait, 'item', 'llm_rate_limited');
      return now - since < longestWait ? undefined : new Park(now + rest, 'item');
    });
    const runs = room.runs();
    if (runs.size > 0) await account.lookForDead();
    alarm.set(runs.size === 0 ? undefined : nextLook(held, account.isShared(runs), longestWait), look);
  };
  const { look, done } = repeating(turn, account.hasNews, room.refuseAll);
  const lookSoon = () => {
    const runs = room.runs();
    if (runs.size > 0 || account.isShared(runs)) look();
    else alarm.setUnlessSet(unhurried, look);
  };

  const permit = (id: string, bytes: number, since: number, { marks, obstacle }: Turn): Permit => ({
    waited: Math.max(0, clock.now() - since),
    obstacle,
    settle: (ending, said = []) => {
      account.settle({ id, bytes, marks, ending, said });
      if (ending.kind === 'refused') look();
      else lookSoon();
    },
  });

  return {
    acquire: async ({ bytes, maxOutputTokens }, { run, signal }) => {
      count += 1;
      const id = `${owner.name}/${count}`;
      const since = clock.now();
      const entered = room.enter({ id, owner: owner.name, run, bytes, maxOutputTokens }, since, signal);
      look();
      return permit(id, bytes, since, await entered);
    },
    headroom: () => headroomOf(rules, account.known(), clock.now()),
    idle: async () => {
      if (account.hasNews()) look();
      await done();
    },
  };
}

/** Does the work again as long as it has been asked for, or there is news: one at a time, once a turn of the loop. */
function repeating(work: () => Promise<void>, hasNews: () => boolean, failed: (reason: unknown) => void) {
  let isDue = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    try {
      while (isDue || hasNews()) {
        isDue = false;
        await work();
      }
    } catch (error) {
      failed(error);
    } finally {
      running = undefined;
    }
  };
  return {
    look: () => {
      isDue = true;
      running ??= new Promise((resolve, reject) => {
        setImmediate(() => void run().then(resolve, reject));
      });
    },
    done: async () => running,
  };
}

/** Why a sleep ends early: said once, as an error of its own would be made for each. */
const anotherTime = new Error('the alarm was set anew');

/** One sleep at a time; setting it anew ends the one before, `setUnlessSet` leaves it. */
function alarmOf({ clock }: LimiterPorts) {
  let current: AbortController | undefined;
  const set = (milliseconds: number | undefined, ring: () => void) => {
    current?.abort(anotherTime);
    current = undefined;
    if (milliseconds === undefined) return;
    const sleeping = new AbortController();
    current = sleeping;
    const wake = () => {
      if (current === sleeping) current = undefined;
      ring();
    };
    // The only way in which it fails is that it is ended.
    clock.sleep(milliseconds, sleeping.signal).then(wake, () => undefined);
  };
  return {
    set,
    setUnlessSet: (milliseconds: number, ring: () => void) => {
      if (current === undefined) set(milliseconds, ring);
    },
  };
}

/** Milliseconds. */
function nextLook(held: Admission['held'], isShared: boolean, longestWait: number): number {
  const waits = [...held.values()].map(({ wait }) => wait);
  const known = waits.filter((wait) => Number.isFinite(wait));
  const likely = known.length < waits.length ? 0 : Math.min(...known) * lookAgain.share;
  const shared = isShared ? [Math.min(lookAgain.latest, Math.max(lookAgain.soonest, likely))] : [];
  // A timer may go off by less than a millisecond too early, and would only find that it did.
  return Math.max(1, Math.ceil(Math.min(longestWait, lookAtLeast, ...waits, ...shared)));
}

/** Milliseconds for which others get the slot of a call whose turn did not come. */
const rest = 5_000;

function usedUp(pool: string, obstacle: Obstacle, wait: number): PipelineError {
  const message = `The limit ${obstacle} of ${pool} is used up for another ${formatDuration(wait)}.`;
  return new PipelineError('llm_rate_limited', message, {
    retryAfter: wait,
    waits: 'item',
    details: { limit: obstacle },
  });
}
