import type { Clock } from '#core/clock.ts';

/** A clock that stands still until it is moved. Sleepers wake in the order of their times. */
export type FakeClock = Clock & {
  /** Moves time on by so many milliseconds and wakes whoever's time has come, letting each run on in between. */
  advance(milliseconds: number): Promise<void>;
  /** How long each sleep so far was asked to be, in milliseconds, in the order of the calls. */
  readonly sleeps: readonly number[];
};

type Sleeper = { readonly at: number; wake(): void };

/**
 * @param settings.start milliseconds since the Unix epoch; 2026-01-01T00:00:00Z when left out.
 * @param settings.autoAdvance true makes `sleep` move the clock by itself and resolve at once.
 */
export function fakeClock(settings: { readonly start?: number; readonly autoAdvance?: boolean } = {}): FakeClock {
  const start = settings.start ?? Date.UTC(2026, 0, 1);
  let elapsed = 0;
  let sleepers: Sleeper[] = [];
  const sleeps: number[] = [];

  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    sleeps.push(milliseconds);
    if (signal?.aborted === true) return Promise.reject(reasonOf(signal));
    if (settings.autoAdvance === true) {
      elapsed += milliseconds;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const abandon = () => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        reject(reasonOf(signal));
      };
      const sleeper: Sleeper = {
        at: elapsed + milliseconds,
        wake() {
          signal?.removeEventListener('abort', abandon);
          resolve();
        },
      };
      sleepers.push(sleeper);
      signal?.addEventListener('abort', abandon, { once: true });
    });
  };

  const advance = async (milliseconds: number): Promise<void> => {
    const target = elapsed + milliseconds;
    for (;;) {
      await turn();
      const next = sleepers.filter((sleeper) => sleeper.at <= target).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      sleepers = sleepers.filter((sleeper) => sleeper !== next);
      elapsed = Math.max(elapsed, next.at);
      next.wake();
    }
    elapsed = target;
    await turn();
  };

  return { now: () => start + elapsed, monotonic: () => elapsed, sleep, advance, sleeps };
}

/** Lets everything that is ready run, promises and I/O callbacks alike. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error(String(signal?.reason));
}
