import type { Fact } from './fact.ts';

/** A call of a model, as its fact has it. */
export type StoredCall = Pick<Fact, 'at' | 'attributes'>;

/** Calls of one model that were counted by one price list, and are counted again by another. */
export type RepricedLine = {
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What was frozen when they were made; the version is null for a price that was not known. */
  readonly was: { readonly version: string | null; readonly nanoDollars: number };
  readonly now: { readonly version: string | null; readonly nanoDollars: number };
};

/** What the calls of a run came to, counted again. `at` is in milliseconds since the Unix epoch. */
export type Repricing = { readonly at: number; readonly lines: readonly RepricedLine[] };

/** What an item took, over all its rounds. Tokens of all calls together; milliseconds. */
export type ItemWork = {
  readonly calls: number;
  /** The models that were asked, as they are configured. */
  readonly models: readonly string[];
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
  readonly duration: number;
};

/** What items of a run took: of its first settled ones. */
export type Workload = { readonly run: string; readonly items: readonly ItemWork[] };
