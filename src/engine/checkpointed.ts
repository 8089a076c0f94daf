import type { RunStore } from '#core/run-store.ts';
import type { Stage } from '#core/stage.ts';
import type { FactRecorder } from './fact-recorder.ts';

/**
 * Stores the stage's result, and gives it back instead of running the stage when an earlier delivery of the
 * item has stored it. A stage that does not say how its result is kept is cheap, and simply runs again.
 */
export function checkpointed<In, Out>(
  stage: Stage<In, Out>,
  store: Pick<RunStore, 'checkpoint'>,
  recorder: Pick<FactRecorder, 'take'>,
): Stage<In, Out> {
  const { artifact: codec } = stage;
  if (codec === undefined) return stage;
  return {
    ...stage,
    run: async (input, context) => {
      const { iteration } = context;
      const stored = context.artifacts.find(
        (candidate) =>
          candidate.stage === stage.name && candidate.iteration === iteration && candidate.schema === codec.schema,
      );
      const recalled = stored && (await codec.decode(stored.artifact, input));
      if (recalled !== undefined) {
        context.note({ recalled: true });
        return recalled;
      }
      const value = await stage.run(input, context);
      const artifact = await codec.encode(value);
      // What the result cost is committed with the result, before it is used: a killed process loses neither.
      const facts = recorder.take(context.item.id);
      const { run, item } = context;
      await store.checkpoint(run, item.id, { stage: stage.name, iteration, schema: codec.schema, artifact }, facts);
      return value;
    },
  };
}
