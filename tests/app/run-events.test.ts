import { describe, expect, test } from 'vitest';
import { itemEvents, type RunEvent } from '#app/run-events.ts';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import type { Settlement } from '#core/run-store.ts';
import { fact } from '../fakes/fact.ts';
import { started } from '../fakes/notice.ts';

const item: Item<Json> = {
  id: 'item-1',
  key: 'shop.test',
  input: { url: 'https://user:word@shop.test/p?id=7&token=secret', columns: {} },
};
const common = { item: 'item-1', round: 1, traceId: 'abc', at: 0, facts: [] };

function telling() {
  const told: RunEvent[] = [];
  return { told, ...itemEvents((event) => void told.push(event)) };
}

describe('what is told of an item', () => {
  test('is its name, its time, and what it cost over all its calls, also before it was parked', () => {
    const { told, fact: leave, notice } = telling();
    const attributes = { cost_source: 'reported', cost_nano_dollars: 750_000 };
    leave(fact({ kind: 'model_call', attributes }));
    notice({ kind: 'parked', item, until: 9_000, scope: 'key', category: 'rate_limited' });
    leave(fact({ kind: 'model_call', attributes }));
    leave(fact({ kind: 'settlement', duration: 1_400 }));
    const record = { values: { name: 'Chair' }, quality: { verdict: 'valid' } };
    const settlement: Settlement = { ...common, outcome: 'succeeded', schema: 'product/1', record };
    notice({ kind: 'settled', item, settlement });
    expect(told).toMatchObject([
      { kind: 'parked', host: 'shop.test', scope: 'host', until: 9_000, category: 'rate_limited' },
      {
        kind: 'item_settled',
        outcome: 'succeeded',
        name: 'Chair',
        verdict: 'valid',
        duration: 1_400,
        spending: { calls: 2, reported: 1_500_000 },
        traceId: 'abc',
      },
    ]);
  });

  test('is why it failed, with a URL that opens no door', () => {
    const { told, notice } = telling();
    const failure = { category: 'timeout', stage: 'scraping', message: 'too slow', details: {} } as const;
    notice(started(item));
    notice({ kind: 'settled', item, settlement: { ...common, outcome: 'failed', failure } });
    notice({ kind: 'let_go', item });
    expect(told).toEqual([
      expect.objectContaining({
        url: 'https://shop.test/p?id=7&token=REDACTED',
        outcome: 'failed',
        failure: { category: 'timeout', stage: 'scraping', message: 'too slow' },
      }),
    ]);
  });
});
