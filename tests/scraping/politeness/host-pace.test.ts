import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostPace, type HostPace, type PaceOutcome, type Ticket } from '#scraping/politeness/host-pace.ts';

const limits = { concurrency: 4, interval: 0, adapts: true };
const good = { kind: 'answered', latency: 100 } as const;

/** Begins as many as are admitted. */
function beginAll(pace: HostPace, now: number): Ticket[] {
  const tickets: Ticket[] = [];
  while (pace.admit(now).ok) tickets.push(pace.begin(now));
  return tickets;
}

/** The pace after a host that was asked four at once has asked to slow down. */
function slowed(until?: number): HostPace {
  const pace = hostPace(limits);
  for (const ticket of beginAll(pace, 0)) pace.end(ticket, 10, { kind: 'slow_down', until });
  return pace;
}

describe('a host', () => {
  test('is asked so many at once, and no more until one has ended', () => {
    const pace = hostPace(limits);
    const [first, ...others] = beginAll(pace, 0);
    expect(others).toHaveLength(3);
    expect(pace.admit(5)).toEqual({ ok: false, reason: 'concurrency', until: undefined });
    if (first !== undefined) pace.end(first, 5, good);
    expect(pace.admit(5)).toEqual({ ok: true });
  });

  test('is asked as far apart as it is told, or as its robots.txt asks', () => {
    const pace = hostPace({ concurrency: 4, interval: 200, adapts: true });
    pace.begin(0);
    expect(pace.admit(150)).toEqual({ ok: false, reason: 'interval', until: 200 });
    pace.keepApart(3_000);
    pace.begin(200);
    expect(pace.admit(3_000)).toMatchObject({ until: 3_200 });
  });

  test('that asks for time is not asked before it is over, whatever it said first', () => {
    const pace = slowed(60_010);
    expect(pace.admit(60_009)).toEqual({ ok: false, reason: 'slow_down', until: 60_010 });
    expect(pace.admit(60_010)).toEqual({ ok: true });
  });

  test('that asks to slow down without a time is left alone for twice as long each time', () => {
    const pace = slowed();
    const pauses: number[] = [];
    for (let now = 10; pauses.length < 8;) {
      const admission = pace.admit(now);
      const until = admission.ok ? now : (admission.until ?? now);
      pauses.push(until - now);
      pace.end(pace.begin(until), until + 1, { kind: 'slow_down', until: undefined });
      now = until + 1;
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  });

  test('that refuses everything under way has asked once, not four times', () => {
    const pace = slowed();
    expect(pace.admit(5_009)).toMatchObject({ reason: 'slow_down', until: 5_010 });
    const halved = beginAll(pace, 5_010);
    expect(halved).toHaveLength(1);
    expect(pace.admit(5_011)).toMatchObject({ reason: 'interval', until: 5_260 });
    beginAll(pace, 5_260);
    expect(pace.admit(6_000)).toMatchObject({ reason: 'concurrency' });
  });

  test('that asks for time in the head of an answer gets it before that answer has ended, and has asked once', () => {
    const pace = hostPace(limits);
    const tickets = beginAll(pace, 0);
    expect(pace.pausedUntil(0)).toBeUndefined();
    for (const _ of tickets) pace.refused(0, 10, 60_010);
    expect(pace.pausedUntil(60_009)).toBe(60_010);
    expect(pace.admit(10)).toEqual({ ok: false, reason: 'slow_down', until: 60_010 });
    for (const ticket of tickets) pace.end(ticket, 20, { kind: 'slow_down', until: 60_010 });
    expect(pace.pausedUntil(60_010)).toBeUndefined();
    expect(beginAll(pace, 60_010)).toHaveLength(1);
    expect(beginAll(pace, 60_260)).toHaveLength(1);
    expect(pace.admit(120_000)).toMatchObject({ reason: 'concurrency' });
  });

  test('gets all it had back with good answers', () => {
    const pace = slowed();
    let now = 10_000;
    for (let answers = 0; answers < 200; answers += 1) {
      for (const ticket of beginAll(pace, now)) pace.end(ticket, now + 100, good);
      now += 5_000;
    }
    expect(beginAll(pace, now)).toHaveLength(4);
  });

  test('that answers much later than it used to is asked less', () => {
    const pace = hostPace(limits);
    for (let round = 0; round < 10; round += 1)
      for (const ticket of beginAll(pace, round * 1_000)) pace.end(ticket, 0, good);
    const [ticket, ...others] = beginAll(pace, 20_000);
    if (ticket !== undefined) pace.end(ticket, 22_000, { kind: 'answered', latency: 2_000 });
    for (const other of others) pace.end(other, 22_000, good);
    expect(beginAll(pace, 23_000)).toHaveLength(2);
  });
});

test('whatever happens, no more are under way than allowed, none begins in a pause, and there is always a next turn', () => {
  const step = fc.record({
    passes: fc.integer({ min: 0, max: 20_000 }),
    outcome: fc.oneof(
      fc.record({ kind: fc.constant('answered' as const), latency: fc.integer({ min: 0, max: 5_000 }) }),
      fc.record({ kind: fc.constant('slow_down' as const), pause: fc.option(fc.integer({ min: 0, max: 60_000 })) }),
      fc.record({ kind: fc.constant('other' as const) }),
    ),
    which: fc.nat(),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 60 }), (concurrency, steps) => {
      const pace = hostPace({ concurrency, interval: 0, adapts: true });
      const underWay: Ticket[] = [];
      let now = 0;
      let pausedUntil = 0;
      for (const { passes, outcome, which } of steps) {
        now += passes;
        const before = underWay.length;
        underWay.push(...beginAll(pace, now));
        expect(underWay.length).toBeLessThanOrEqual(Math.max(before, concurrency));
        if (now < pausedUntil) expect(underWay.length).toBe(before);
        const [ticket] = underWay.splice(which % Math.max(1, underWay.length), 1);
        if (ticket === undefined) continue;
        if (outcome.kind === 'slow_down') {
          const until = outcome.pause === null ? undefined : now + outcome.pause;
          pausedUntil = Math.max(pausedUntil, until ?? 0);
          pace.end(ticket, now, { kind: 'slow_down', until });
        } else pace.end(ticket, now, outcome);
      }
      for (const ticket of underWay) pace.end(ticket, now, { kind: 'other' });
      expect(pace.admit(now + 600_000)).toEqual({ ok: true });
    }),
  );
});

/** A request as it goes its way: let through, looked at and written, perhaps refused at the head, ended. */
type Going = { readonly tickets: readonly [Ticket, Ticket]; sentAt?: number; until?: number };

test('in whatever order heads and ends come, nothing passes the last look in a pause, and a refusal counts once', () => {
  const step = fc.record({
    passes: fc.integer({ min: 0, max: 3_000 }),
    does: fc.constantFrom('begin', 'write', 'head', 'end'),
    which: fc.nat(),
    pause: fc.integer({ min: 0, max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      // What one of them is told at the end again, the other is not.
      const [told, once] = [hostPace(limits), hostPace(limits)];
      const going = new Set<Going>();
      let now = 0;
      let pausedUntil = 0;
      const end = (one: Going, outcome: PaceOutcome) => {
        going.delete(one);
        told.end(one.tickets[0], now, outcome);
        once.end(one.tickets[1], now, { kind: 'other' });
      };
      for (const { passes, does, which, pause } of steps) {
        now += passes;
        const one = [...going][which % Math.max(1, going.size)];
        if (does === 'begin' && told.admit(now).ok) going.add({ tickets: [told.begin(now), once.begin(now)] });
        if (does === 'write' && one !== undefined && one.sentAt === undefined) {
          const isWanted = told.pausedUntil(now) === undefined;
          expect(isWanted).toBe(now >= pausedUntil);
          if (isWanted) one.sentAt = now;
          else end(one, { kind: 'other' });
        }
        if (does === 'head' && one?.sentAt !== undefined && one.until === undefined) {
          one.until = now + pause;
          pausedUntil = Math.max(pausedUntil, one.until);
          for (const pace of [told, once]) pace.refused(one.sentAt, now, one.until);
        }
        if (does === 'end' && one?.until !== undefined) end(one, { kind: 'slow_down', until: one.until });
        expect(told.admit(now)).toEqual(once.admit(now));
      }
      const later = now + 600_000;
      expect(beginAll(told, later)).toHaveLength(beginAll(once, later).length);
      expect(told.admit(later)).toEqual(once.admit(later));
    }),
  );
});
