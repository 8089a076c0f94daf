import { expect, test } from 'vitest';
import { systemClock } from '#app/system.ts';

test('a sleep ends by itself', async () => {
  const before = systemClock.monotonic();
  await systemClock.sleep(5, new AbortController().signal);
  expect(systemClock.monotonic()).toBeGreaterThan(before);
});

test('a sleep that is ended rejects with the reason, before its time and at its beginning', async () => {
  const [stopping, reason] = [new AbortController(), new Error('enough')];
  const sleeping = systemClock.sleep(1_000_000, stopping.signal);
  stopping.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(systemClock.sleep(1_000_000, stopping.signal)).rejects.toBe(reason);
});
