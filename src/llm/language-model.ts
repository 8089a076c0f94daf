import type { Cost, NanoDollars } from '#core/money.ts';
import type { Json } from '#core/json.ts';
import type { StageContext } from '#core/stage.ts';
import type { LimitStatement } from './limit-statement.ts';

/** What is asked of a model. */
export type Completion = {
  readonly system: string;
  readonly user: string;
  /** The shape of the answer, as JSON Schema. */
  readonly schema: { readonly name: string; readonly jsonSchema: Readonly<Record<string, Json>> };
  readonly maxOutputTokens: number;
  /** Which of several equal questions this is, for whoever wants more than one answer; the first when left out. */
  readonly repeat?: number;
  /** What the model answered before, and is asked to mend. */
  readonly repair?: Repair;
  /**
   * The same question about less of the document, for a model that it is too long for; undefined when too little
   * would be left.
   *
   * @param share of the document that may stay, between 0 and 1.
   */
  readonly shorter?: (share: number) => { readonly system: string; readonly user: string } | undefined;
};

/** An answer of no use, and what is wrong with it, in words for the model. */
export type Repair = { readonly answer: string; readonly problems: readonly string[] };

/** What it took to read an answer: each level is more than those before it. */
export type Recovery = 'none' | 'fences' | 'prose' | 'repaired_json' | 'repair_turn';

/** Tokens; `input` includes `cachedInput` and `cacheWrite`, `output` includes `reasoning`. */
export type Usage = {
  readonly input: number;
  /** Read from the provider's cache. */
  readonly cachedInput: number;
  /** Written to the provider's cache; none when left out. */
  readonly cacheWrite?: number;
  readonly output: number;
  readonly reasoning: number;
  /** `reported` by the provider, or `estimated` by us. */
  readonly source: 'reported' | 'estimated';
  /** What the call cost, by a provider that says so itself. */
  readonly cost?: NanoDollars;
};

export type CompletionResult = {
  /** The answer, parsed. It fits the schema, but for properties that are missing or null because nothing was found. */
  readonly answer: Json;
  readonly recovery: Recovery;
  /** The model that answered, as the provider names it. */
  readonly model: string;
  readonly usage: Usage;
  readonly cost: Cost;
  /** What the provider said about its limits; of this moment, and not to be kept. */
  readonly limits?: readonly LimitStatement[];
};

export interface LanguageModel {
  /** As configured: `provider/model` or what the provider calls it. */
  readonly id: string;
  /** @throws PipelineError `llm_*`, or `config` for a key or model that cannot work. */
  complete(request: Completion, context: StageContext): Promise<CompletionResult>;
}
