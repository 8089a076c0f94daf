import { expect, test } from 'vitest';
import { factsOnly, type Observer } from '#core/observer.ts';
import { aroundAll, observers } from '#core/observers.ts';
import { fakeContext } from '../fakes/context.ts';
import { fact } from '../fakes/fact.ts';

const scope = { kind: 'fetch', name: 'http', context: fakeContext() };

test('the first observer is the outermost, and those that only wait for facts are not in the way', async () => {
  const told: string[] = [];
  const named = (name: string): Observer => ({
    around: async (_scope, work) => {
      told.push(`${name} begins`);
      const done = await work();
      told.push(`${name} ends`);
      return done;
    },
    fact: () => void told.push(`${name} has the fact`),
  });
  const listener: Observer = { around: factsOnly, fact: () => void told.push('listener has the fact') };
  const all = observers(named('outer'), listener, named('inner'));
  expect(await all.around(scope, async () => told.push('work'))).toBe(3);
  all.fact(fact({ kind: 'fetch' }));
  expect(told).toEqual([
    'outer begins',
    'inner begins',
    'work',
    'inner ends',
    'outer ends',
    'outer has the fact',
    'listener has the fact',
    'inner has the fact',
  ]);
  expect(aroundAll([listener, listener])).toBe(factsOnly);
});

test('what the work throws goes through all of them', async () => {
  const through: Observer['around'] = (_scope, work) => work();
  const around = aroundAll([{ around: through }, { around: through }, { around: through }]);
  await expect(around(scope, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
