import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeptTrace, TraceSpan, TraceStore } from '#core/trace.ts';

/** What a trace store stands on: a run `run-1` that has the items `item-1` and `item-2`. */
export type TraceStoreGround = { readonly traces: TraceStore; close(): Promise<void> };

const id = (number: number) => String(number).padStart(32, '0');

function kept(number: number, changed: Partial<KeptTrace> = {}): KeptTrace {
  const span: TraceSpan = {
    traceId: id(number),
    spanId: '00f067aa0ba902b7',
    name: 'item',
    kind: 'internal',
    start: number,
    end: number + 0.25,
    status: 'error',
    message: 'too slow — é',
    attributes: { 'error.type': 'timeout', 'gen_ai.response.finish_reasons': ['stop'], fraction: 0.5, yes: true },
    events: [{ name: 'specbook.parked', at: 3, attributes: { scope: 'key' } }],
    links: [{ traceId: id(99), spanId: '00f067aa0ba902b8', attributes: { 'specbook.link': 'run' } }],
  };
  return {
    traceId: id(number),
    run: 'run-1',
    item: 'item-1',
    startedAt: number,
    outcome: 'failed',
    reasons: ['failed', 'slow'],
    spans: [span, { ...span, spanId: '00f067aa0ba902b9', parentSpanId: span.spanId }],
    ...changed,
  };
}

/** What every trace store must do. */
export function traceStoreConformance(name: string, open: () => Promise<TraceStoreGround>): void {
  describe(`${name} is a trace store`, () => {
    let ground: TraceStoreGround;
    let traces: TraceStore;
    beforeEach(async () => {
      ground = await open();
      ({ traces } = ground);
    });
    afterEach(() => ground.close());

    test('gives a trace back as it was', async () => {
      await traces.keep([kept(1), kept(2, { item: 'item-2' })]);
      expect(await traces.find(id(1))).toEqual(kept(1));
      expect(await traces.find(id(2))).toEqual(kept(2, { item: 'item-2' }));
      expect(await traces.find(id(3))).toBeUndefined();
    });

    test('keeps the trace of a run, which has no item', async () => {
      const { item: _item, ...run } = kept(4, { reasons: ['run'], outcome: 'finished' });
      await traces.keep([run]);
      expect(await traces.find(id(4))).toEqual(run);
    });

    test('replaces a trace that is kept again', async () => {
      await traces.keep([kept(1)]);
      await traces.keep([kept(1, { outcome: 'succeeded', reasons: ['sampled'] })]);
      expect(await traces.find(id(1))).toMatchObject({ outcome: 'succeeded', reasons: ['sampled'] });
    });

    test('keeps nothing of a run that it does not know', async () => {
      await traces.keep([kept(1, { run: 'nonesuch' })]);
      expect(await traces.find(id(1))).toBeUndefined();
    });

    test('forgets what is too old', async () => {
      await traces.keep([kept(1), kept(2), kept(3)]);
      expect(await traces.prune(3, 1e9)).toBe(2);
      expect(await traces.find(id(2))).toBeUndefined();
      expect(await traces.find(id(3))).toBeDefined();
      expect(await traces.prune(3, 1e9)).toBe(0);
    });

    test('forgets the oldest when all of them take too much', async () => {
      const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
      await traces.keep(numbers.map((number) => kept(number)).toReversed());
      const gone = await traces.prune(0, 3_000);
      expect(gone).toBeGreaterThan(0);
      expect(gone).toBeLessThan(20);
      const left = await Promise.all(numbers.map(async (number) => (await traces.find(id(number))) !== undefined));
      expect(left).toEqual(numbers.map((number) => number > gone));
      expect(await traces.prune(0, 0)).toBe(20 - gone);
    });
  });
}
