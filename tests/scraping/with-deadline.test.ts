import { describe, expect, test } from 'vitest';
import { withDeadline } from '#scraping/with-deadline.ts';
import { fakeClock } from '../fakes/clock.ts';
import { fakeContext } from '../fakes/context.ts';

const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('torn down'))));

describe('withDeadline', () => {
  test('gives what the work gives, and leaves no sleeper behind', async () => {
    const clock = fakeClock();
    let stopped = false;
    const work = async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => (stopped = true));
      return 7;
    };
    expect(await withDeadline(1_000, fakeContext({ clock }), work)).toBe(7);
    await clock.advance(2_000);
    expect(stopped).toBe(false);
  });

  test('past the deadline the reason is a timeout, whatever the work says', async () => {
    const clock = fakeClock();
    const outcome = withDeadline(1_500, fakeContext({ clock }), untilStopped).catch((error: unknown) => error);
    await clock.advance(1_500);
    expect(await outcome).toMatchObject({ category: 'timeout', message: 'no complete answer within 1.5 s' });
  });

  test('an abort from outside keeps its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const outcome = withDeadline(1_500, fakeContext({ signal: controller.signal }), untilStopped);
    controller.abort(reason);
    await expect(outcome).rejects.toBe(reason);
  });

  test("the work's own failure is its own", async () => {
    const failure = new Error('mine');
    await expect(withDeadline(1, fakeContext(), () => Promise.reject(failure))).rejects.toBe(failure);
  });
});
