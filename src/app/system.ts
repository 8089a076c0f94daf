import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import type { Random } from '#core/random.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // That of node:timers/promises makes two errors, with their stacks, for each sleep that is ended early.
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const end = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', end);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', end, { once: true });
    }),
};

export const systemRandom: Random = {
  next: () => Math.random(),
  hexadecimal: (bytes) => randomBytes(bytes).toString('hex'),
};
