import { expect, test } from 'vitest';
import type { KeptTrace } from '#core/trace.ts';
import { traceWriter } from '#telemetry/trace-writer.ts';

const trace = (number: number): KeptTrace => ({
  traceId: String(number).padStart(32, '0'),
  run: 'run-1',
  startedAt: number,
  outcome: 'failed',
  reasons: ['failed'],
  spans: [],
});

test('writes many at a time, and what is left at the end', async () => {
  const batches: number[] = [];
  const writer = traceWriter({ keep: async (traces) => void batches.push(traces.length) });
  for (let number = 0; number < 50; number += 1) writer.write(trace(number));
  expect(await writer.close()).toEqual({ lost: 0, problem: undefined });
  expect(batches).toEqual([20, 20, 10]);
});

test('a store that fails costs the traces of the batch, and says why', async () => {
  let calls = 0;
  const writer = traceWriter({
    keep: async () => {
      calls += 1;
      if (calls === 1) throw new Error('the disk is full');
    },
  });
  for (let number = 0; number < 30; number += 1) writer.write(trace(number));
  expect(await writer.close()).toEqual({ lost: 20, problem: 'the disk is full' });
});

test('holds no more than its limit for a store that does not get on', async () => {
  const stuck = Promise.withResolvers<undefined>();
  let written = 0;
  const writer = traceWriter({
    keep: async (traces) => {
      await stuck.promise;
      written += traces.length;
    },
  });
  for (let number = 0; number < 5_000; number += 1) writer.write(trace(number));
  stuck.resolve(undefined);
  const { lost } = await writer.close();
  expect(lost).toBe(5_000 - written);
  expect(written).toBeLessThanOrEqual(1_020);
});
