import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charged, inTurn, isAhead, type Shares, waits, withoutForgotten } from '#llm/limiter/shares.ts';
import { simulate, type SimulatedCall } from './simulation.ts';

const minute = 60_000;
const server = { kind: 'sliding', window: minute, phase: 0, requests: 60, tokens: 60_000, speaks: 'never' } as const;

const callsOf = (run: string, count: number, call: Partial<SimulatedCall> = {}): readonly SimulatedCall[] =>
  Array.from({ length: count }, () => ({
    at: 0,
    run,
    transit: 10,
    latency: 500,
    bytes: 100,
    maxOutputTokens: 10,
    input: 100,
    output: 10,
    ...call,
  }));

/** How many calls of the run are among the first so many that were admitted. */
const among = (admissions: readonly { run: string }[], first: number, run: string) =>
  admissions.slice(0, first).filter((admission) => admission.run === run).length;

describe('runs that share a limit', () => {
  test('get the same, though one asked for everything before the other came', () => {
    const late = callsOf('late', 100, { at: 20_000 });
    const { admissions } = simulate(server, { rpm: 60 }, [...callsOf('early', 200), ...late]);
    const after = admissions.filter(({ at }) => at > 20_000);
    expect(among(after, 60, 'late')).toBeGreaterThanOrEqual(25);
    expect(among(after, 60, 'late')).toBeLessThanOrEqual(35);
  });

  test('get the same of what is scarce: many small calls for few large ones', () => {
    const large = callsOf('large', 40, { bytes: 3_000, input: 3_000 });
    const { admissions } = simulate(server, { tpm: 60_000 }, [
      ...callsOf('small', 800, { bytes: 300, input: 300 }),
      ...large,
    ]);
    const upTo = admissions.filter(({ at }) => at < 2 * minute + 10_000);
    const tokens = (run: string, size: number) => among(upTo, upTo.length, run) * size;
    expect(tokens('large', 3_010) / tokens('small', 310)).toBeGreaterThan(0.6);
    expect(tokens('large', 3_010) / tokens('small', 310)).toBeLessThan(1.7);
  });

  test('a run gets on, however many others there are and whatever they ask for', { timeout: 120_000 }, () => {
    const crowd = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 10, max: 5_000 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(crowd, fc.integer({ min: 10, max: 20_000 }), (others, size) => {
        const busy = others.flatMap(([count, bytes], index) =>
          callsOf(`other-${index}`, count * 5, { bytes, input: Math.floor(bytes / 2) }),
        );
        const one = callsOf('one', 1, { at: 1_000, bytes: size, input: Math.floor(size / 2) });
        const { admissions } = simulate(server, { rpm: 60, tpm: 60_000 }, [...busy, ...one]);
        const served = admissions.find(({ run }) => run === 'one');
        // A window until there is room, and one more for each that is before it.
        expect(served?.at).toBeLessThanOrEqual((others.length + 2) * minute);
      }),
      { numRuns: 60 },
    );
  });
});

describe('shares', () => {
  const now = 1_000_000;
  const shares = (served: Record<string, number>): Shares =>
    Object.fromEntries(
      Object.entries(served).map(([run, share]) => [run, { served: share, waitingUntil: 0, seen: now }]),
    );

  test('only a run that waits holds one back that is ahead', () => {
    expect(isAhead(shares({ a: 1, b: 0.5 }), 'a', now)).toBe(false);
    const waiting = waits(shares({ a: 1, b: 0.5 }), 'b', now + 100, now);
    expect(isAhead(waiting, 'a', now)).toBe(true);
    expect(isAhead(waiting, 'b', now)).toBe(false);
    expect(isAhead(waiting, 'a', now + 100)).toBe(false);
  });

  test('a run that is new begins with the others: it has no claim to the time before', () => {
    const before = shares({ a: 7, b: 8 });
    expect(inTurn(before, ['b', 'new', 'a'], now)).toEqual(['new', 'a', 'b']);
    expect(charged(before, 'new', 0.25, now)['new']?.served).toBe(7.25);
  });

  test('one that has asked for nothing for ten minutes is forgotten', () => {
    expect(Object.keys(withoutForgotten(shares({ a: 1 }), now + 599_999))).toEqual(['a']);
    expect(withoutForgotten(shares({ a: 1 }), now + 600_000)).toEqual({});
  });
});
