import { observe } from '#core/observe.ts';
import type { PastAttempt } from '#core/fact.ts';
import type { Observer } from '#core/observer.ts';
import { Park } from '#core/park.ts';
import { toPipelineError } from '#core/pipeline-error.ts';
import { pastAttempts } from '#core/retry.ts';
import type { StageContext } from '#core/stage.ts';
import type { LanguageModel } from './language-model.ts';

/**
 * Leaves one fact each time, with what is noted inside of it: of kind `model_call` around a request to a model, of
 * kind `completion` around all that it takes to get an answer, cache, retries and other models included.
 */
export function observed(model: LanguageModel, observer: Observer, kind: 'model_call' | 'completion'): LanguageModel {
  const scope = { kind, name: model.id };
  return {
    id: model.id,
    complete: (request, context) => {
      const work = (scoped: StageContext) =>
        observe(observer, scope, scoped, (inner) => model.complete(request, inner));
      // Attempts are numbered by whoever makes them; an operation may be one of several in its stage.
      return kind === 'completion' ? numbered(kind, context, work) : work(context);
    },
  };
}

async function numbered<T>(
  kind: string,
  context: StageContext,
  work: (context: StageContext) => Promise<T>,
): Promise<T> {
  const attempt = Math.max(0, ...pastAttempts({ kind }, context).map((earlier) => earlier.attempt)) + 1;
  const { stage, iteration, clock } = context;
  const at = clock.now();
  const remember = (outcome: PastAttempt['outcome']) => {
    context.history.push({ kind, stage, iteration, attempt, at, outcome, attributes: {} });
  };
  try {
    const value = await work({ ...context, attempt });
    remember('ok');
    return value;
  } catch (error) {
    // What is parked leaves no fact, and takes no number.
    if (!(error instanceof Park)) remember(toPipelineError(error).category);
    throw error;
  }
}
