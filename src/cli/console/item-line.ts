import type { ItemSettled } from '#app/run-events.ts';
import { formatDuration } from '#core/duration.ts';
import { formatDollars as dollars } from '#core/money.ts';
import { type Paint, painted, type Span, withinWidth } from './paint.ts';
import { displayWidth, fitted, printable } from './text.ts';

/**
 * How one item ended: `✓ name (1.4 s | $0.0015)`, `✗ url category: message`, `– url not found`.
 *
 * @param columns what does not fit is cut off; Infinity for a file.
 */
export function itemLine(item: ItemSettled, columns: number, paint: Paint): string {
  const { mark, text, aside = '' } = wording(item);
  const room = columns - displayWidth(mark.text) - displayWidth(aside) - 1;
  const spans: readonly Span[] = [mark, { text: ` ${fitted(printable(text), room)}` }, { text: aside, tone: 'quiet' }];
  return painted(withinWidth(spans, columns), paint);
}

function wording(item: ItemSettled): { readonly mark: Span; readonly text: string; readonly aside?: string } {
  const { outcome, url, failure } = item;
  switch (outcome) {
    case 'succeeded': {
      const lacking = item.verdict === 'valid' ? '' : `, ${item.verdict ?? 'unknown'}`;
      return { mark: { text: '✓', tone: 'good' }, text: item.name ?? url, aside: `${lacking} (${taken(item)})` };
    }
    case 'failed':
      return { mark: { text: '✗', tone: 'bad' }, text: `${url} ${failure?.category}: ${failure?.message}` };
    case 'not_found':
      return { mark: { text: '–', tone: 'warning' }, text: `${url} not found` };
    case 'skipped':
      return { mark: { text: '–', tone: 'warning' }, text: `${url} skipped, ${failure?.category}` };
  }
}

/** Time and money, when a model was asked. */
function taken({ duration, spending }: ItemSettled): string {
  const { calls, reported, estimated, unpriced } = spending;
  if (calls === 0) return formatDuration(duration);
  return `${formatDuration(duration)} | ${unpriced > 0 ? 'unpriced' : dollars(reported + estimated)}`;
}
