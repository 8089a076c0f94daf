import type { Clock } from '#core/clock.ts';

/** Milliseconds without progress after which nobody waits any longer, and how many such spans of time there are. */
const patience = 500;
const mostRounds = 10;

/**
 * Waits for the work as long as it gets on, and half a second when it does not. Never rejects: whether it failed is
 * to be seen from its progress.
 */
export async function patiently(
  work: Promise<unknown>,
  progress: () => number,
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  const ended = new AbortController();
  const done = work.then(ended.abort.bind(ended), ended.abort.bind(ended));
  let before: number;
  let rounds = 0;
  do {
    before = progress();
    rounds += 1;
    const pause = clock.sleep(patience, ended.signal).catch(() => undefined);
    await Promise.race([done, pause]);
  } while (!ended.signal.aborted && progress() !== before && rounds < mostRounds);
}
