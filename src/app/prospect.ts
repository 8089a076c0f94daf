import type { RunStore, SourceRow, StoredRun } from '#core/run-store.ts';
import type { BudgetState } from '#llm/budget/states.ts';
import { budgetsNow, type Costs } from './costs.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import type { ModelChoice } from './model-choice.ts';
import type { Settings } from './settings.ts';
import { systemClock } from './system.ts';

/** Earlier runs that an estimate is judged from. */
const mostRuns = 10;

/** Tokens of the instructions and the schema, about. */
const instructions = 1_400;

/** What there is to say of money before a run begins. */
export type Money = {
  readonly costs: Costs;
  /** How much of the budgets is gone. */
  readonly budgets: readonly BudgetState[];
  /** What the run will take; undefined when no model is asked. */
  readonly estimate: Estimate | undefined;
};

export type Ahead = {
  readonly settings: Settings;
  readonly model: ModelChoice;
  readonly costs: Costs;
  readonly store: RunStore;
  readonly run: string;
  /** The rows of the input, from its beginning; undefined when all have been read. */
  readonly rows: AsyncIterable<SourceRow> | undefined;
  /** The run that is resumed. */
  readonly earlier: StoredRun | undefined;
  /** Items of it that get another chance, which is not stored yet. */
  readonly reopened: number;
  /** Rows that are counted at the most. */
  readonly mostRows: number;
};

export async function lookAhead(ahead: Ahead): Promise<Money> {
  const { costs, store, run } = ahead;
  const budgets = await budgetsNow(store.budgets, costs, run, systemClock.now());
  return { costs, budgets, estimate: await estimate(ahead) };
}

async function estimate(ahead: Ahead): Promise<Estimate | undefined> {
  const { settings, model, costs, store } = ahead;
  if (model.kind === 'none') return undefined;
  const { pages, more } = await pagesAhead(ahead);
  const past = await store.workloads('specbook', mostRuns);
  const ofModel = past.filter(({ items }) => items.some(({ models }) => models.includes(model.name)));
  const { maxDocumentTokens } = settings.extraction;
  return estimateOf({
    pages,
    more,
    concurrency: settings.run.concurrency,
    price: costs.price,
    past: ofModel,
    longest: {
      input: maxDocumentTokens + instructions,
      output: settings.model.maxOutputTokens,
    },
  });
}

/** Pages that are asked for several times are one. */
async function pagesAhead(ahead: Ahead): Promise<{ readonly pages: number; readonly more: boolean }> {
  const { store, earlier, reopened, rows, mostRows } = ahead;
  const remaining = earlier === undefined ? 0 : (await store.counts(earlier.id)).remaining + reopened;
  const alreadyRead = earlier?.source.rowsRead ?? 0;
  const items = new Set<string>();
  let position = 0;
  for await (const { item } of rows ?? []) {
    if (position === alreadyRead + mostRows) return { pages: remaining + items.size, more: true };
    if (item !== undefined && position >= alreadyRead) items.add(item.id);
    position += 1;
  }
  return { pages: remaining + items.size, more: false };
}
