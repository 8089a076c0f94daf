import { expect, test } from 'vitest';
import { Park } from '#core/park.ts';
import type { SharedDocuments } from '#core/shared-documents.ts';
import { limiter, type Permit } from '#llm/limiter/limiter.ts';
import { type Limits, rulesOf } from '#llm/limiter/limits.ts';
import { type FakeClock, fakeClock } from '../../fakes/clock.ts';
import { fakeContext } from '../../fakes/context.ts';
import { memoryDocuments } from '../../fakes/shared-documents.ts';

const call = { bytes: 100, maxOutputTokens: 10 };
const answered = { kind: 'used', input: 30, output: 5, exact: true } as const;

type Setting = {
  readonly limits: Limits;
  readonly clock: FakeClock;
  readonly documents?: SharedDocuments;
  readonly name?: string;
  readonly isAlive?: (owner: string) => boolean;
  readonly longestWait?: number;
};

function process(given: Setting) {
  const { limits, clock, documents = memoryDocuments(), name = 'us', longestWait = 300_000 } = given;
  const isAlive = given.isAlive ?? (() => true);
  const owner = { name, isAlive: async (other: string) => isAlive(other) };
  const rules = { limits: rulesOf(limits), concurrency: limits.concurrency ?? Number.POSITIVE_INFINITY };
  const subject = limiter('pool', rules, { documents, clock, owner, longestWait, patience: 900_000 });
  const permits: Permit[] = [];
  const failures: unknown[] = [];
  const ask = (signal = new AbortController().signal, run = `run of ${name}`) =>
    void subject.acquire(call, fakeContext({ clock, signal, run })).then(
      (permit) => permits.push(permit),
      (error: unknown) => failures.push(error),
    );
  return { ...subject, permits, failures, ask };
}

/** A look at the limits takes a few turns of the event loop, in which the clock must not run ahead. */
async function inSteps(clock: FakeClock, milliseconds: number, step = 20, each: () => void = () => undefined) {
  for (let passed = 0; passed < milliseconds; passed += step) {
    await clock.advance(step);
    await clock.advance(0);
    each();
  }
}

test('lets calls through at once as far as the limit goes, and the others when its time has passed', async () => {
  const clock = fakeClock();
  const { ask, permits } = process({ limits: { rpm: 2 }, clock });
  for (let number = 0; number < 3; number += 1) ask();
  await clock.advance(0);
  expect(permits.map(({ waited, obstacle }) => [waited, obstacle])).toEqual([
    [0, undefined],
    [0, undefined],
  ]);
  for (const permit of permits) permit.settle(answered);
  await clock.advance(59_000);
  expect(permits).toHaveLength(2);
  await inSteps(clock, 2_000);
  expect(permits).toHaveLength(3);
  expect(permits[2]?.obstacle).toBe('rpm');
  expect(permits[2]?.waited).toBeGreaterThanOrEqual(60_000);
  expect(permits[2]?.waited).toBeLessThan(60_500);
});

test('an answer that used less than was reserved makes room at once', async () => {
  const clock = fakeClock();
  const { ask, permits, headroom, idle } = process({ limits: { tpm: 200 }, clock });
  ask();
  ask();
  await clock.advance(0);
  expect(permits).toHaveLength(1);
  permits[0]?.settle(answered);
  await clock.advance(0);
  expect(permits).toHaveLength(2);
  permits[1]?.settle(answered);
  await idle();
  expect(headroom()).toEqual([{ limit: 'tpm', most: 200, free: 130 }]);
});

test('what is settled twice counts once', async () => {
  const clock = fakeClock();
  const { ask, permits, headroom, idle } = process({ limits: { rpm: 5 }, clock });
  ask();
  await clock.advance(0);
  permits[0]?.settle({ kind: 'unsent' });
  permits[0]?.settle(answered);
  await idle();
  expect(headroom()).toEqual([{ limit: 'rpm', most: 5, free: 5 }]);
});

test('no more calls at once than there are places', async () => {
  const clock = fakeClock();
  const { ask, permits } = process({ limits: { concurrency: 2 }, clock });
  for (let number = 0; number < 4; number += 1) ask();
  await clock.advance(0);
  expect(permits).toHaveLength(2);
  permits[0]?.settle({ kind: 'unknown' });
  await clock.advance(0);
  expect(permits).toHaveLength(3);
  expect(permits[2]?.obstacle).toBe('concurrency');
});

test('who gives up leaves the queue, and takes nothing', async () => {
  const clock = fakeClock();
  const { ask, permits, failures } = process({ limits: { rpm: 1 }, clock });
  const giveUp = new AbortController();
  ask();
  ask(giveUp.signal);
  ask();
  await clock.advance(10);
  const reason = new Error('stopped');
  giveUp.abort(reason);
  await clock.advance(10);
  expect(failures).toEqual([reason]);
  permits[0]?.settle(answered);
  await clock.advance(61_000);
  expect(permits).toHaveLength(2);
});

test('one that has given up before it asks is told so', async () => {
  const clock = fakeClock();
  const { ask, failures } = process({ limits: {}, clock });
  ask(AbortSignal.abort(new Error('stopped')));
  await clock.advance(0);
  expect(failures).toMatchObject([{ message: 'stopped' }]);
});

test('what is used up for longer than anyone waits is a failure, with the time to come back', async () => {
  const clock = fakeClock();
  const { ask, permits, failures } = process({ limits: { rpd: 1 }, clock });
  ask();
  ask();
  await clock.advance(0);
  permits[0]?.settle(answered);
  await clock.advance(0);
  expect(failures).toMatchObject([{ category: 'llm_rate_limited', waits: 'item', details: { limit: 'rpd' } }]);
  expect((failures[0] as { retryAfter: number }).retryAfter).toBeGreaterThan(86_000_000);
});

test('a wait that is too long for a slot parks the item until then', async () => {
  const clock = fakeClock();
  const { ask, permits, failures } = process({ limits: { rpm: 1 }, clock, longestWait: 30_000 });
  ask();
  ask();
  await clock.advance(0);
  permits[0]?.settle(answered);
  await clock.advance(0);
  expect(failures).toEqual([expect.any(Park)]);
  const { until, scope } = failures[0] as Park;
  expect(scope).toBe('item');
  expect(until - clock.now()).toBeGreaterThanOrEqual(60_000);
  expect(until - clock.now()).toBeLessThan(60_500);
});

test('one whose turn does not come within its time gives its slot to others for a while', async () => {
  const clock = fakeClock();
  const { ask, failures } = process({ limits: { concurrency: 1 }, clock, longestWait: 5_000 });
  ask();
  ask();
  await inSteps(clock, 4_800, 100);
  expect(failures).toEqual([]);
  await inSteps(clock, 400, 100);
  expect(failures).toEqual([expect.any(Park)]);
  expect((failures[0] as Park).until - clock.now()).toBeLessThanOrEqual(5_000);
});

test('a refusal by the provider makes everyone wait for as long as it asks', async () => {
  const clock = fakeClock();
  const { ask, permits } = process({ limits: {}, clock });
  ask();
  await clock.advance(0);
  permits[0]?.settle({ kind: 'refused', limit: 'rpm', retryAfter: 7_000 });
  ask();
  await clock.advance(6_900);
  expect(permits).toHaveLength(1);
  await clock.advance(200);
  expect(permits[1]).toMatchObject({ obstacle: 'pause' });
});

test('limits that nobody configured are those that the provider tells of', async () => {
  const clock = fakeClock();
  const { ask, permits, headroom, idle } = process({ limits: {}, clock });
  expect(headroom()).toEqual([]);
  ask();
  await clock.advance(0);
  permits[0]?.settle(answered, [
    { limit: 'rpm', most: 10, remaining: 9, reset: 6_000 },
    { limit: 'tpm', most: 500, remaining: 300 },
  ]);
  await idle();
  expect(headroom()).toEqual([
    { limit: 'rpm', most: 10, free: 9 },
    // The 110 that were reserved do not explain that 200 are gone: 90 are somebody else's. 75 have been given back.
    { limit: 'tpm', most: 500, free: 375 },
  ]);
});

test('two processes share a limit, and each gets its part of it', async () => {
  const clock = fakeClock();
  const documents = memoryDocuments();
  const limits = { rpm: 10, minute: 2_000 };
  const [one, other] = ['one', 'other'].map((name) => process({ limits, clock, documents, name }));
  for (let number = 0; number < 20; number += 1) {
    one?.ask();
    other?.ask();
  }
  const settle = () => {
    for (const permit of [...(one?.permits ?? []), ...(other?.permits ?? [])]) permit.settle(answered);
  };
  await inSteps(clock, 4_800, 20, settle);
  const counts = [one?.permits.length ?? 0, other?.permits.length ?? 0];
  expect(counts.reduce((sum, count) => sum + count)).toBe(30);
  // The first window went to the one that looked first; of the others each gets half.
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(9);
});

test('what a process that died had reserved is free again; it counts as used', async () => {
  const clock = fakeClock();
  const documents = memoryDocuments();
  const gone = process({ limits: { concurrency: 1, rpm: 5 }, clock, documents, name: 'gone' });
  gone.ask();
  await clock.advance(0);
  expect(gone.permits).toHaveLength(1);
  const us = process({ limits: { concurrency: 1, rpm: 5 }, clock, documents, isAlive: (owner) => owner !== 'gone' });
  us.ask();
  await clock.advance(100);
  expect(us.permits).toHaveLength(1);
  expect(us.headroom()).toContainEqual({ limit: 'rpm', most: 5, free: 3 });
});

test('a store that fails is a failure of the calls that wait', async () => {
  const clock = fakeClock();
  const documents = { ...memoryDocuments(), change: () => Promise.reject(new Error('disk full')) };
  const { ask, failures } = process({ limits: {}, clock, documents });
  ask();
  await clock.advance(0);
  expect(failures).toMatchObject([{ message: 'disk full' }]);
});

/** What is asked for and settled a second later, over and over, until so many were answered. */
async function answerAll(subject: ReturnType<typeof process>, clock: FakeClock, from: number, wanted: number) {
  const began = clock.now();
  for (let asked = from; asked < from + wanted; asked += 1) subject.ask();
  for (let settled = from; settled < from + wanted;) {
    await inSteps(clock, 100);
    while (settled < subject.permits.length) subject.permits[settled++]?.settle(answered);
    if (clock.now() - began > 600_000) throw new Error(`only ${settled - from} were answered`);
  }
  return clock.now() - began;
}

test.each([
  ['and speaks of a limit', [{ limit: 'rpm', most: 60, remaining: 0, reset: 500 }]],
  ['and says when to come again', []],
] as const)(
  'a provider that refuses once %s is asked again when it said, and soon as much as before',
  async (_, said) => {
    const clock = fakeClock();
    const subject = process({ limits: {}, clock });
    for (let asked = 0; asked < 3; asked += 1) subject.ask();
    await clock.advance(0);
    subject.permits[0]?.settle(answered);
    subject.permits[1]?.settle({ kind: 'refused', limit: 'rpm', retryAfter: 500 }, said);
    subject.permits[2]?.settle(answered);
    expect(await answerAll(subject, clock, 3, 40)).toBeLessThan(5_000);
  },
);

test('after a refusal calls come back by and by, and not all that have waited at once', async () => {
  const clock = fakeClock();
  const { ask, permits } = process({ limits: {}, clock });
  ask();
  await clock.advance(0);
  permits[0]?.settle({ kind: 'refused', limit: 'rpm', retryAfter: 1_000 });
  for (let asked = 0; asked < 50; asked += 1) ask();
  await inSteps(clock, 1_040);
  expect(permits).toHaveLength(2);
  permits[1]?.settle(answered);
  await inSteps(clock, 100);
  expect(permits).toHaveLength(4);
  // Nothing is heard of these two: a refusal would have come by then.
  await inSteps(clock, 1_600);
  expect(permits).toHaveLength(8);
});
