import { PipelineError } from '#core/pipeline-error.ts';
import type { Stage } from '#core/stage.ts';

/**
 * Ends the stage when it takes longer than its deadline: its signal aborts, and the item goes on at once,
 * even when the work does not listen to the signal.
 */
export function deadlined<In, Out>(stage: Stage<In, Out>): Stage<In, Out> {
  const { deadline } = stage;
  if (deadline === undefined) return stage;
  return {
    ...stage,
    run: async (input, context) => {
      const finished = new AbortController();
      const expired = new AbortController();
      const expiry = context.clock
        .sleep(deadline.milliseconds, AbortSignal.any([finished.signal, context.signal]))
        .then(() => {
          const message = `${stage.name} took longer than ${deadline.milliseconds / 1000} s`;
          const failure = new PipelineError(deadline.category, message);
          expired.abort(failure);
          throw failure;
        });
      try {
        const signal = AbortSignal.any([context.signal, expired.signal]);
        return await Promise.race([stage.run(input, { ...context, signal }), expiry]);
      } finally {
        finished.abort();
        // The sleep ends by rejection; nobody waits for it any more.
        expiry.catch(() => undefined);
      }
    },
  };
}
