import type { Clock } from './clock.ts';
import type { Attributes, PastAttempt } from './fact.ts';
import type { FailureCategory } from './failure.ts';
import type { Item } from './item.ts';
import type { Json } from './json.ts';
import type { Random } from './random.ts';

/** A stage's result as the run store keeps it. */
export type StoredArtifact = {
  readonly stage: string;
  readonly iteration: number;
  /** The shape of the artifact, as its codec names it. */
  readonly schema: string;
  readonly artifact: Json;
};

/** One step of an item's journey. */
export interface Stage<In, Out> {
  readonly name: string;
  /** The longest one run of the stage may take, and what it counts as when it takes longer. */
  readonly deadline?: { readonly milliseconds: number; readonly category: FailureCategory };
  /** How the result is kept, when a resumed item should not make it again. Cheap stages leave this out. */
  readonly artifact?: ArtifactCodec<Out, In>;
  run(input: In, context: StageContext): Promise<Out>;
}

/** Turns a stage's result into JSON and back. Large bodies go to a blob store, their hash into the JSON. */
export interface ArtifactCodec<Out, In = unknown> {
  /** Names the shape; an artifact of another shape is not used. */
  readonly schema: string;
  encode(value: Out): Promise<Json>;
  /**
   * Undefined when it cannot be restored (a blob was pruned): the stage then runs again.
   *
   * @param input what the stage would be given, so that a result need not repeat it.
   */
  decode(json: Json, input: In): Promise<Out | undefined>;
}

export type Retry = { readonly number: number; readonly reason: FailureCategory };

/** What a stage, and everything that it calls, knows about where it is. */
export interface StageContext {
  readonly run: string;
  readonly item: Item<unknown>;
  readonly traceId: string;
  readonly round: number;
  readonly stage: string;
  readonly iteration: number;
  readonly attempt: number;
  /** What this attempt repeats: how many times the same has been tried before, and why it is tried again. */
  readonly retry?: Retry | undefined;
  /** Milliseconds that this attempt waited for a limit before it was made. */
  readonly limiterWait?: number | undefined;
  /** Attempts of this item and round that are on record from before it was delivered this time. */
  readonly history: readonly PastAttempt[];
  /** The last number that an attempt was given in this delivery, by what it was an attempt at; kept by `retrying`. */
  readonly numbers: Map<string, number>;
  /** Results of stages that earlier deliveries of the item stored. */
  readonly artifacts: readonly StoredArtifact[];
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  /** Adds attributes to the span and the fact of the operation that is under way. */
  note(attributes: Attributes): void;
  /** Adds something with its time, now, to the same: a wait, an answer from the cache. */
  event(name: string, attributes?: Attributes): void;
  /** Gives up the slot and comes back at `until`. Throws, so nothing after it runs. */
  park(until: Date): never;
}
