import type { Fact } from '#core/fact.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Observer } from '#core/observer.ts';
import type { SettledOutcome } from '#core/run-store.ts';

/** What this process did, counted from its facts while it happens. A resumed run's earlier work is not in it. */
export type Tally = {
  readonly settled: Record<SettledOutcome, number>;
  readonly categories: Map<FailureCategory, number>;
  pageRequests: number;
  pagesFromCache: number;
  /** Stages whose result was stored by an earlier delivery, and was not made again. */
  recalled: number;
  modelCalls: number;
  inputTokens: number;
  outputTokens: number;
  readonly stages: Map<string, { count: number; milliseconds: number }>;
};

export function tallying(): { readonly tally: Tally; readonly observer: Observer } {
  const tally: Tally = {
    settled: { succeeded: 0, failed: 0, not_found: 0, skipped: 0 },
    categories: new Map(),
    pageRequests: 0,
    pagesFromCache: 0,
    recalled: 0,
    modelCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    stages: new Map(),
  };
  return { tally, observer: { around: (_scope, work) => work(), fact: (fact) => count(tally, fact) } };
}

function count(tally: Tally, { kind, stage, outcome, duration, attributes }: Fact): void {
  switch (kind) {
    case 'fetch':
      tally.pageRequests += 1;
      return;
    case 'model_call':
      tally.modelCalls += 1;
      tally.inputTokens += Number(attributes['input_tokens'] ?? 0);
      tally.outputTokens += Number(attributes['output_tokens'] ?? 0);
      return;
    case 'stage': {
      const sum = tally.stages.get(stage) ?? { count: 0, milliseconds: 0 };
      tally.stages.set(stage, { count: sum.count + 1, milliseconds: sum.milliseconds + duration });
      if (attributes['cache'] === 'hit') tally.pagesFromCache += 1;
      if (attributes['recalled'] === true) tally.recalled += 1;
      return;
    }
    case 'settlement':
      tally.settled[attributes['outcome'] as SettledOutcome] += 1;
      if (outcome !== 'ok') tally.categories.set(outcome, (tally.categories.get(outcome) ?? 0) + 1);
      return;
    default:
  }
}
