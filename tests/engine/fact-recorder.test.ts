import { expect, test } from 'vitest';
import type { Fact } from '#core/fact.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { fact } from '../fakes/fact.ts';

test('facts are committed when somebody must not go on without them, once, and only those of the item', async () => {
  const stored: Fact[] = [];
  const recorder = factRecorder('run-1', {
    record: async (_run, facts) => {
      stored.push(...facts);
    },
  });
  const [ours, other] = [fact({ kind: 'model_call' }), fact({ kind: 'model_call', item: 'item-2' })];
  recorder.fact(ours);
  recorder.fact(other);
  await recorder.commit('item-1');
  await recorder.commit('item-1');
  expect(stored).toEqual([ours]);
  expect(recorder.take('item-1')).toEqual([]);
  expect(recorder.take('item-2')).toEqual([other]);
});

test('whoever commits hears of it when they cannot be stored', async () => {
  const full = new PipelineError('store', 'disk full');
  const recorder = factRecorder('run-1', { record: () => Promise.reject(full) });
  recorder.fact(fact({ kind: 'model_call' }));
  await expect(recorder.commit('item-1')).rejects.toBe(full);
});
