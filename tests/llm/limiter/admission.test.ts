import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limiterKinds } from '#demo/model/limiter.ts';
import { total } from '#llm/limiter/usage-log.ts';
import { simulate, type SimulatedCall, type SimulatedServer } from './simulation.ts';

const window = 10_000;
/** Milliseconds that a request may be on its way. */
const longestTransit = 1_500;

const call: fc.Arbitrary<SimulatedCall> = fc
  .record({
    at: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
    run: fc.constantFrom('one', 'two'),
    transit: fc.oneof(fc.constantFrom(0, longestTransit), fc.integer({ min: 0, max: longestTransit })),
    latency: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 15_000 })),
    bytes: fc.integer({ min: 5, max: 100 }),
    // Texts of a run are alike: a byte is between 0.5 and 0.6 tokens.
    density: fc.double({ min: 0.5, max: 0.6, noNaN: true }),
    maxOutputTokens: fc.integer({ min: 1, max: 30 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ density, share, ...rest }) => ({
    ...rest,
    input: Math.floor(rest.bytes * density),
    output: Math.floor(rest.maxOutputTokens * share),
  }));

const server = (
  kind: SimulatedServer['kind'],
  speaks: fc.Arbitrary<SimulatedServer['speaks']>,
): fc.Arbitrary<SimulatedServer> =>
  fc.record({
    kind: fc.constant(kind),
    window: fc.constant(window),
    phase: fc.integer({ min: 0, max: window }),
    requests: fc.integer({ min: 1, max: 20 }),
    tokens: fc.integer({ min: 200, max: 600 }),
    speaks,
  });

const calls = fc.array(call, { minLength: 1, maxLength: 60 });

describe.each(limiterKinds)('a server that counts as %s', (kind) => {
  test('never refuses, whatever its alignment, when its limits are configured and it is silent', () => {
    const silent = server(kind, fc.constant('never'));
    fc.assert(
      fc.property(silent, calls, fc.option(fc.integer({ min: 1, max: 10 })), (one, list, concurrency) => {
        const { refusals, answers } = simulate(
          one,
          { rpm: one.requests, tpm: one.tokens, ...(concurrency === null ? {} : { concurrency }) },
          list,
        );
        expect(refusals).toEqual([]);
        expect(answers).toBe(list.length);
      }),
      { numRuns: 150 },
    );
  });

  test('never refuses when it says what is left, early or late', () => {
    const speaking = server(kind, fc.constantFrom('on arrival', 'with the answer'));
    fc.assert(
      fc.property(speaking, calls, (one, list) => {
        const { refusals, answers } = simulate(one, { rpm: one.requests, tpm: one.tokens }, list);
        expect(refusals).toEqual([]);
        expect(answers).toBe(list.length);
      }),
      { numRuns: 150 },
    );
  });

  test('is found out when nothing or the wrong thing is configured: every call is answered in the end', () => {
    const any = server(kind, fc.constantFrom('on arrival', 'with the answer', 'never'));
    fc.assert(
      fc.property(any, calls, fc.option(fc.integer({ min: 1, max: 200 })), (one, list, rpm) => {
        const { answers, state } = simulate({ ...one, tokens: 1e9 }, rpm === null ? {} : { rpm }, list);
        expect(answers).toBe(list.length);
        expect(state.calls).toEqual({});
      }),
      { numRuns: 100 },
    );
  });

  test('leaves nothing reserved, and an account that knows what was used', () => {
    fc.assert(
      fc.property(server(kind, fc.constant('never')), calls, (one, list) => {
        const { state, finished } = simulate(one, { rpm: one.requests, tpm: one.tokens }, list);
        expect(state.calls).toEqual({});
        const { rpm, tpm, rpd, tpd } = state.meters;
        for (const meter of [rpm, tpm, rpd, tpd]) expect(meter.reserved).toBe(0);
        const now = Date.UTC(2026, 0, 1) + finished;
        expect(total(rpd.log, window * 1_440, now)).toBe(list.length);
        expect(total(tpd.log, window * 1_440, now)).toBe(
          list.reduce((sum, { input, output }) => sum + input + output, 0),
        );
      }),
      { numRuns: 50 },
    );
  });
});
