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
};

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
  /** The answer, parsed. Whether it fits the schema is for the caller to check. */
  readonly answer: Json;
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
