import type { Admission } from './admit.ts';
import type { Ask, Marks, Obstacle } from './pool.ts';

/** A call whose turn has come; what was in its way at first, if anything was. */
export type Turn = { readonly marks: Marks; readonly obstacle: Obstacle | undefined };

/** What holds a run's first call up. */
type Hold = { readonly obstacle: Obstacle; readonly wait: number };

type Waiter = {
  readonly ask: Ask;
  readonly since: number;
  obstacle: Obstacle | undefined;
  readonly admit: (turn: Turn) => void;
  readonly refuse: (reason: unknown) => void;
};

/** The calls of this process that wait for their turn, in the order in which they came. */
export type WaitingRoom = {
  /** Rejects with the signal's reason when it aborts. */
  enter(ask: Ask, since: number, signal: AbortSignal): Promise<Turn>;
  asks(): readonly Ask[];
  runs(): ReadonlySet<string>;
  /** False when the call has been given up meanwhile. */
  admit(id: string, marks: Marks): boolean;
  /** Tells those who wait what is in their way, and refuses those for whom `judge` has an error. */
  hold(held: Admission['held'], judge: (hold: Hold, since: number) => Error | undefined): void;
  refuseAll(reason: unknown): void;
};

export function waitingRoom(): WaitingRoom {
  const waiting = new Map<string, Waiter>();
  return {
    enter: (ask, since, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const abandon = () => {
          waiting.delete(ask.id);
          reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
        };
        signal.addEventListener('abort', abandon, { once: true });
        const leave = () => signal.removeEventListener('abort', abandon);
        waiting.set(ask.id, {
          ask,
          since,
          obstacle: undefined,
          admit: (turn) => {
            leave();
            resolve(turn);
          },
          refuse: (reason) => {
            leave();
            reject(reason instanceof Error ? reason : new Error(String(reason)));
          },
        });
      }),
    asks: () => [...waiting.values()].map(({ ask }) => ask),
    runs: () => new Set([...waiting.values()].map(({ ask }) => ask.run)),
    admit: (id, marks) => {
      const waiter = waiting.get(id);
      waiting.delete(id);
      waiter?.admit({ marks, obstacle: waiter.obstacle });
      return waiter !== undefined;
    },
    hold: (held, judge) => {
      for (const [id, waiter] of waiting) {
        const hold = held.get(waiter.ask.run);
        if (hold === undefined) continue;
        waiter.obstacle ??= hold.obstacle;
        const refusal = judge(hold, waiter.since);
        if (refusal === undefined) continue;
        waiting.delete(id);
        waiter.refuse(refusal);
      }
    },
    refuseAll: (reason) => {
      for (const { refuse } of waiting.values()) refuse(reason);
      waiting.clear();
    },
  };
}
