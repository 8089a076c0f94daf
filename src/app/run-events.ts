import type { Fact } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Notice } from '#core/notice.ts';
import type { BudgetState } from '#llm/budget/states.ts';
import type { SettledOutcome, Settlement } from '#core/run-store.ts';
import type { ProductInput, ProductRecord } from '#pipelines/specbook/record.ts';
import { redactUrl } from '#scraping/redact-url.ts';
import { addSpending, nothingSpent, type Spending, spendingOf } from './spending.ts';

/** What there is to say while a run is under way: of items one by one, and of money. URLs are without credentials. */
export type RunEvent = ItemSettled | ItemParked | BudgetWarning;

/** So much of a budget is gone that somebody wants to know. */
export type BudgetWarning = { readonly kind: 'budget_warning'; readonly state: BudgetState };

export type ItemSettled = {
  readonly kind: 'item_settled';
  readonly url: string;
  readonly outcome: SettledOutcome;
  /** Of the product, and whether its record is complete; absent without a record. */
  readonly name?: string;
  readonly verdict?: string;
  /** Why there is no record; absent with one. */
  readonly failure?: { readonly category: FailureCategory; readonly stage: string; readonly message: string };
  /** Milliseconds since it was last taken up. */
  readonly duration: number;
  readonly spending: Spending;
  readonly traceId: string;
};

export type ItemParked = {
  readonly kind: 'parked';
  readonly url: string;
  readonly host: string;
  /** Whether all of the host waits, or this page alone. */
  readonly scope: 'host' | 'page';
  /** Milliseconds since the Unix epoch. */
  readonly until: number;
  readonly category: FailureCategory | undefined;
};

type Meter = { duration: number; spending: Spending };

/** Makes events of notices, with what the facts before them said of time and money. */
export function itemEvents(tell: (event: RunEvent) => void): {
  fact(fact: Fact): void;
  notice(notice: Notice): void;
} {
  /** By item; kept until the item settles, so for items under way and parked ones. */
  const meters = new Map<string, Meter>();
  return {
    fact: (fact) => {
      if (fact.kind !== 'model_call' && fact.kind !== 'settlement') return;
      const { spending, duration } = meters.get(fact.item) ?? { duration: 0, spending: nothingSpent };
      const ended = fact.kind === 'settlement';
      meters.set(fact.item, {
        duration: ended ? fact.duration : duration,
        spending: ended ? spending : addSpending(spending, spendingOf(fact)),
      });
    },
    notice: (notice) => {
      const { item } = notice;
      const url = shownUrl((item.input as ProductInput).url);
      if (notice.kind === 'parked') {
        const { until, category } = notice;
        tell({ kind: 'parked', url, host: item.key, scope: notice.scope === 'key' ? 'host' : 'page', until, category });
      } else if (notice.kind === 'settled') {
        const meter = meters.get(item.id) ?? { duration: 0, spending: nothingSpent };
        meters.delete(item.id);
        tell({ kind: 'item_settled', url, ...meter, ...ending(notice.settlement) });
      }
    },
  };
}

function ending(settlement: Settlement): Omit<ItemSettled, 'kind' | 'url' | 'duration' | 'spending'> {
  const { outcome, traceId } = settlement;
  if (settlement.outcome !== 'succeeded') {
    const { category, stage, message } = settlement.failure;
    return { outcome, traceId, failure: { category, stage, message } };
  }
  const { values, quality } = settlement.record as unknown as ProductRecord;
  const { name } = values;
  return { outcome, traceId, verdict: quality.verdict, ...(typeof name === 'string' ? { name } : {}) };
}

function shownUrl(text: string): string {
  const url = URL.parse(text);
  return url === null ? text : redactUrl(url);
}
