import { describe, expect, test } from 'vitest';
import { latencyOf } from '#demo/latency.ts';
import { limiter, limiterKinds, type LimiterKind } from '#demo/model/limiter.ts';
import { simulate, type SimulatedCall, type SimulatedServer } from './simulation.ts';

const minute = 60_000;
const count = 2_000;
const concurrency = 50;
/** Of a model of today: half of the answers within 2 s, one in six in more than 3 s. */
const latency = { median: 2_000, spread: 0.4 };

const calls: readonly SimulatedCall[] = Array.from({ length: count }, (_, number) => ({
  at: 0,
  run: 'run',
  transit: 20 + ((number * 13) % 60),
  latency: Math.round(latencyOf(latency, 1, number)),
  bytes: 4_000 + ((number * 37) % 8_000),
  maxOutputTokens: 500,
  input: 1_000 + Math.floor(((number * 37) % 8_000) / 4),
  output: 50 + ((number * 11) % 200),
}));

/** Milliseconds that a scheduler takes which has the provider's own counter in its hand, and waits for nothing else. */
function clairvoyant({ kind, window, phase, requests, tokens }: SimulatedServer): number {
  const counters = { requests: limiter(kind, requests, window), tokens: limiter(kind, tokens, window) };
  // The same time as the simulation's, whose windows are those of the clock.
  const start = Date.UTC(2026, 0, 1) + phase;
  const slots = Array.from({ length: concurrency }, () => start);
  let now = start;
  for (const { transit, latency: answer, input, output } of calls) {
    const soonest = slots.indexOf(Math.min(...slots));
    now = Math.max(now, slots[soonest] ?? 0);
    for (let wait = 1; wait > 0; now += wait) {
      wait = Math.max(counters.requests.waitFor(1, now), counters.tokens.waitFor(input + output, now));
    }
    counters.requests.take(1, now);
    counters.tokens.take(input + output, now);
    slots[soonest] = now + transit + answer;
  }
  return Math.max(...slots) - start;
}

function efficiency(server: SimulatedServer) {
  const { refusals, answers, finished } = simulate(
    server,
    { rpm: server.requests, tpm: server.tokens, concurrency },
    calls,
  );
  expect(answers).toBe(count);
  expect(refusals).toEqual([]);
  return clairvoyant(server) / finished;
}

const serverOf = (
  kind: LimiterKind,
  speaks: SimulatedServer['speaks'],
  limits: { requests: number; tokens: number },
): SimulatedServer => ({
  kind,
  window: minute,
  phase: 17_000,
  speaks,
  ...limits,
});

const plenty = 1e9;

describe.each(limiterKinds)('2,000 calls, 50 at once, to a provider that counts as %s', (kind) => {
  test.each([
    ['50 requests a minute', { requests: 50, tokens: plenty }],
    ['200 requests a minute', { requests: 200, tokens: plenty }],
    ['tokens for about 100 requests a minute', { requests: 10_000, tokens: 215_000 }],
  ])('%s: none is refused, with at least 95 %% of what a clairvoyant gets through', (_name, limits) => {
    expect(efficiency(serverOf(kind, 'with the answer', limits))).toBeGreaterThanOrEqual(0.95);
    expect(efficiency(serverOf(kind, 'on arrival', limits))).toBeGreaterThanOrEqual(0.95);
  });

  test.each([['on arrival'], ['never']] as const)(
    'ten times what it allows is configured, and it speaks %s: refusals are few, and every call is answered',
    (speaks) => {
      const server = serverOf(kind, speaks, { requests: 100, tokens: plenty });
      const { refusals, answers, finished } = simulate(server, { rpm: 1_000, concurrency }, calls);
      expect(answers).toBe(count);
      // At first whatever is under way when the limit is met; afterwards one now and then, to find out if it is higher.
      expect(refusals.filter(({ at }) => at < minute).length).toBeLessThanOrEqual(2 * concurrency);
      expect(refusals.filter(({ at }) => at >= 2 * minute).length).toBeLessThanOrEqual(count / 50);
      expect(clairvoyant(server) / finished).toBeGreaterThanOrEqual(0.85);
    },
  );

  test('one that says nothing about its limits costs the length of an answer in each window', () => {
    expect(efficiency(serverOf(kind, 'never', { requests: 100, tokens: plenty }))).toBeGreaterThanOrEqual(0.9);
  });
});
