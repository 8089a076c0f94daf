import type { Item } from './item.ts';
import type { Stage, StageContext } from './stage.ts';

/** A stage over a whole batch. Its results go on, each under its own item. */
export interface BatchStage<In, Out> {
  readonly name: string;
  run(
    inputs: AsyncIterable<{ readonly item: Item<unknown>; readonly value: In }>,
    context: BatchContext,
  ): AsyncIterable<{ readonly item: Item<unknown>; readonly value: Out }>;
}

export type BatchContext = Pick<StageContext, 'run' | 'traceId' | 'signal' | 'clock' | 'random'>;

/** Runs the stage once for each item. */
export type Each = { readonly kind: 'each'; readonly stage: Stage<never, unknown> };

/** Repeats the steps until the value is good enough, at most `maxIterations` times. */
export type Loop = {
  readonly kind: 'loop';
  readonly steps: readonly Step[];
  readonly until: (value: never) => boolean;
  readonly maxIterations: number;
};

/** Waits until every item has come this far, and then runs the stage over all of them. */
export type Gather = { readonly kind: 'gather'; readonly stage: BatchStage<never, unknown> };

export type Step = Each | Loop | Gather;

/**
 * A chain of steps from In to Out. The chain is typed where it is built: what a step takes is what the step
 * before it gives. Once built it is a plain list, which the engine walks.
 */
export interface Steps<In, Out> {
  readonly list: readonly Step[];
  each<Next>(stage: Stage<Out, Next>): Steps<In, Next>;
  loop(body: Steps<Out, Out>, until: (value: Out) => boolean, maxIterations: number): Steps<In, Out>;
  gather<Next>(stage: BatchStage<Out, Next>): Steps<In, Next>;
}

/** Starts an empty chain: `steps<Input>().each(first).each(second)`. */
export function steps<In>(): Steps<In, In> {
  return chain<In, In>([]);
}

function chain<In, Out>(list: readonly Step[]): Steps<In, Out> {
  return {
    list,
    each: (stage) => chain([...list, { kind: 'each', stage: stage as Stage<never, unknown> }]),
    loop: (body, until, maxIterations) =>
      chain([...list, { kind: 'loop', steps: body.list, until: until as (value: never) => boolean, maxIterations }]),
    gather: (stage) => chain([...list, { kind: 'gather', stage: stage as BatchStage<never, unknown> }]),
  };
}

/**
 * A pipeline is a name, the steps that turn an input into a record, and the name of the record's shape.
 * Inputs and records are plain JSON: they are stored, and cross from machine to machine.
 */
export type Pipeline<Input, Output> = {
  readonly name: string;
  readonly steps: Steps<Input, Output>;
  /** Identifies the shape of the records, with a version: stored beside each of them. */
  readonly recordSchema: string;
};
