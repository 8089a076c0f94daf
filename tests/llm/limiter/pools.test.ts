import { expect, test } from 'vitest';
import { limiterPools } from '#llm/limiter/pools.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { fakeContext } from '../../fakes/context.ts';
import { memoryDocuments } from '../../fakes/shared-documents.ts';

const pools = (clock = fakeClock()) =>
  limiterPools({
    documents: memoryDocuments(),
    clock,
    owner: { name: 'us', isAlive: async () => true },
    longestWait: 1_000,
    patience: 1_000,
  });

test('models of one pool use up the same limit, and each shows what is left of it', async () => {
  const clock = fakeClock();
  const { limiterFor, headroom, idle } = pools(clock);
  const small = limiterFor('small', 'team', { rpm: 10 });
  const large = limiterFor('large', 'team', { rpm: 10 });
  expect(large).toBe(small);
  limiterFor('other', 'alone', { rpm: 5 });
  await large.acquire({ bytes: 1, maxOutputTokens: 1 }, fakeContext({ clock }));
  await idle();
  expect(headroom()).toEqual([
    { model: 'small', limit: 'rpm', most: 10, free: 9 },
    { model: 'large', limit: 'rpm', most: 10, free: 9 },
    { model: 'other', limit: 'rpm', most: 5, free: 5 },
  ]);
});

test('a pool that is given two sets of limits is a mistake of the configuration', () => {
  const { limiterFor } = pools();
  limiterFor('small', 'team', { rpm: 10 });
  expect(() => limiterFor('large', 'team', { rpm: 20 })).toThrow(/team.*large.*small/u);
});
