import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import type { Notice } from '#core/notice.ts';
import { Park } from '#core/park.ts';
import { steps } from '#core/pipeline.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { numbers, stage, trial } from './harness.ts';

function watched() {
  const notices: Notice[] = [];
  return { notices, watch: (notice: Notice) => void notices.push(notice) };
}

const kinds = (notices: readonly Notice[], item: string) =>
  notices.filter((notice) => notice.item.id === item).map(({ kind }) => kind);

describe('whoever watches a run', () => {
  test('is told when an item is taken up, and what was committed of it', async () => {
    const { notices, watch } = watched();
    const fussy = stage<Json, Json>('fussy', (value) => {
      if (value === 2) throw new PipelineError('not_found', 'no such page');
      return { value };
    });
    const { go } = await trial(steps<Json>().each(fussy));
    await go({ rows: numbers(2), watch });
    expect(kinds(notices, 'item-1')).toEqual(['started', 'settled']);
    const settled = notices.flatMap((notice) => (notice.kind === 'settled' ? [notice.settlement] : []));
    expect(settled.find(({ item }) => item === 'item-1')).toMatchObject({ outcome: 'succeeded', record: { value: 1 } });
    expect(settled.find(({ item }) => item === 'item-2')).toMatchObject({
      outcome: 'not_found',
      failure: { category: 'not_found', stage: 'fussy', message: 'no such page' },
    });
  });

  test('is told of a key that waits, until when and why', async () => {
    const { notices, watch } = watched();
    let until = 0;
    const once = stage<Json, Json>('once', (value, { clock }) => {
      if (until > 0) return value;
      until = clock.now() + 5;
      throw new Park(until, 'key', 'rate_limited');
    });
    const { go } = await trial(steps<Json>().each(once));
    await go({ rows: numbers(1), watch });
    expect(kinds(notices, 'item-1')).toEqual(['started', 'parked', 'started', 'settled']);
    expect(notices[1]).toMatchObject({ scope: 'key', until, category: 'rate_limited', item: { key: 'key-0' } });
  });

  test('is told of items that are let go when the run is stopped, or fails', async () => {
    const stopped = watched();
    const stop = new AbortController();
    const stuck = stage<Json, Json>('stuck', () => {
      stop.abort();
      return new Promise<Json>(() => undefined);
    });
    const first = await trial(steps<Json>().each(stuck));
    await first.go({ rows: numbers(1), stop: stop.signal, watch: stopped.watch });
    expect(kinds(stopped.notices, 'item-1')).toEqual(['started', 'let_go']);

    const failed = watched();
    const broken = stage<Json, Json>('broken', () => {
      throw new PipelineError('budget_exceeded', 'nothing left');
    });
    const second = await trial(steps<Json>().each(broken));
    await expect(second.go({ rows: numbers(1), watch: failed.watch })).rejects.toThrow('nothing left');
    expect(kinds(failed.notices, 'item-1')).toEqual(['started', 'let_go']);
  });
});
