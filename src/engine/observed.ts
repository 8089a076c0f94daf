import { observe } from '#core/observe.ts';
import type { Observer } from '#core/observer.ts';
import { Park } from '#core/park.ts';
import { inStage, toPipelineError } from '#core/pipeline-error.ts';
import type { Stage } from '#core/stage.ts';

/** Leaves a fact about each run of the stage, and tells every failure where it happened. */
export function observed<In, Out>(stage: Stage<In, Out>, observer: Observer): Stage<In, Out> {
  return {
    ...stage,
    run: async (input, context) => {
      try {
        return await observe(observer, { kind: 'stage', name: stage.name }, context, (scoped) =>
          stage.run(input, scoped),
        );
      } catch (error) {
        throw error instanceof Park ? error : inStage(toPipelineError(error), stage.name);
      }
    },
  };
}
