import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import type { Notice } from '#core/notice.ts';

/** An item is taken up for the first time. */
export function started(item: Item<Json>): Extract<Notice, { kind: 'started' }> {
  return { kind: 'started', item, round: 1, traceId: '0af7651916cd43dd8448eb211c80319c', earlierTraceId: undefined };
}
