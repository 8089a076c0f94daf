import type { Fact } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Notice } from '#core/notice.ts';
import type { SettledOutcome } from '#core/run-store.ts';
import type { BudgetState } from '#llm/budget/states.ts';
import { addDuration, type Durations, noDurations } from './durations.ts';
import { addSpending, nothingSpent, type Spending, spendingOf } from './spending.ts';

/** A host that is left alone until a time, in milliseconds since the Unix epoch, and why. */
export type Waiting = { readonly until: number; readonly category: FailureCategory | undefined };

/**
 * What this process did and is doing, counted while it happens. A resumed run's earlier work is not in it.
 * Takes memory for models, vendors, categories, hosts that wait and items under way; not for items that are done.
 */
export type Tally = {
  readonly settled: Record<SettledOutcome, number>;
  /** How items ended that gave no record. */
  readonly categories: Map<FailureCategory, number>;
  /** Attempts that met a bot check or deny page, by its vendor. */
  readonly blocks: Map<string, number>;
  /** Attempts that were told to slow down, by sites and by the model's provider. */
  readonly rateLimits: { sites: number; model: number };
  readonly inFlight: Set<string>;
  readonly waiting: Map<string, Waiting>;
  pageRequests: number;
  pagesFromCache: number;
  /** Pages from the cache although they were too old, because their sites failed to give them. */
  stalePages: number;
  /** Stages whose result was stored by an earlier delivery, and was not made again. */
  recalled: number;
  spending: Spending;
  /** The limits on money, and how much of each is gone, over all processes. */
  budgets: readonly BudgetState[];
  /** By the model that answered, as it names itself; calls without an answer under an empty name. */
  readonly models: Map<string, Spending>;
  readonly stages: Map<string, StageTally>;
};

export type StageTally = { readonly durations: Durations; spending: Spending };

export function emptyTally(): Tally {
  return {
    settled: { succeeded: 0, failed: 0, not_found: 0, skipped: 0 },
    categories: new Map(),
    blocks: new Map(),
    rateLimits: { sites: 0, model: 0 },
    inFlight: new Set(),
    waiting: new Map(),
    pageRequests: 0,
    pagesFromCache: 0,
    stalePages: 0,
    recalled: 0,
    spending: nothingSpent,
    budgets: [],
    models: new Map(),
    stages: new Map(),
  };
}

function stageOf({ stages }: Tally, name: string): StageTally {
  const known = stages.get(name);
  if (known !== undefined) return known;
  const stage = { durations: noDurations(), spending: nothingSpent };
  stages.set(name, stage);
  return stage;
}

function increase<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

export function countFact(tally: Tally, fact: Fact): void {
  switch (fact.kind) {
    case 'fetch':
      countFetch(tally, fact);
      return;
    case 'page':
      if (fact.attributes['cache'] === 'hit' || fact.attributes['cache'] === 'negative') tally.pagesFromCache += 1;
      if (fact.attributes['cache'] === 'stale') tally.stalePages += 1;
      return;
    case 'model_call':
      countCall(tally, fact);
      return;
    case 'stage':
      addDuration(stageOf(tally, fact.stage).durations, fact.duration);
      if (fact.attributes['recalled'] === true) tally.recalled += 1;
      return;
    case 'settlement':
      tally.settled[fact.attributes['outcome'] as SettledOutcome] += 1;
      if (fact.outcome !== 'ok') increase(tally.categories, fact.outcome);
      return;
    default:
  }
}

function countFetch(tally: Tally, { outcome, attributes }: Fact): void {
  tally.pageRequests += 1;
  const vendor = attributes['vendor'];
  if (vendor !== undefined) increase(tally.blocks, String(vendor));
  if (outcome === 'rate_limited') tally.rateLimits.sites += 1;
}

function countCall(tally: Tally, fact: Fact): void {
  const call = spendingOf(fact);
  const model = String(fact.attributes['response_model'] ?? '');
  const stage = stageOf(tally, fact.stage);
  tally.spending = addSpending(tally.spending, call);
  tally.models.set(model, addSpending(tally.models.get(model) ?? nothingSpent, call));
  stage.spending = addSpending(stage.spending, call);
  if (fact.outcome === 'llm_rate_limited') tally.rateLimits.model += 1;
}

/** A host waits from when it is parked until an item of it is under way again. */
export function countNotice(tally: Tally, notice: Notice): void {
  const { id, key } = notice.item;
  if (notice.kind === 'started') {
    tally.inFlight.add(id);
    tally.waiting.delete(key);
    return;
  }
  tally.inFlight.delete(id);
  if (notice.kind !== 'parked' || notice.scope !== 'key') return;
  const until = Math.max(notice.until, tally.waiting.get(key)?.until ?? 0);
  tally.waiting.set(key, { until, category: notice.category });
}
