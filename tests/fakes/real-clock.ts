import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';

/** Real time, for tests with real sockets, where a clock that stands still would never let a deadline pass. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, { signal, ref: false });
  },
};
