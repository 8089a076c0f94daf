import type { FailureCategory } from '#core/failure.ts';
import { Park } from '#core/park.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { LanguageModel } from './language-model.ts';
import type { ModelHealth } from './model-health.ts';

export type Candidate = { readonly model: LanguageModel; readonly health: ModelHealth };

export type FallbackPolicy = {
  /** The failures after which the next model is asked. */
  readonly on: readonly FailureCategory[];
  /** Milliseconds for which it is waited for a model that keeps failing, when there is no other. */
  readonly patience: number;
};

/** Failures that another model may not have. */
export const fallbackCategories = [
  'llm_rate_limited',
  'llm_timeout',
  'llm_provider',
  'llm_context_length',
  'llm_refused',
  'llm_output',
  'llm_quota',
] as const satisfies readonly FailureCategory[];

/**
 * Asks the first of the models that is not left alone for its failures, and after a failure the next. When all of
 * them rest, the item waits for the first that may be asked again.
 *
 * @throws PipelineError of the last model that was asked, or Park.
 */
export function fallback(candidates: readonly [Candidate, ...Candidate[]], policy: FallbackPolicy): LanguageModel {
  const { id } = candidates[0].model;
  return {
    id,
    complete: async (request, context) => {
      let last: Failed | undefined;
      for (const candidate of candidates) {
        if (candidate.health.restingUntil(context.clock.now()) !== undefined) continue;
        if (last !== undefined) tell(last, candidate.model.id, context);
        try {
          const result = await candidate.model.complete(request, context);
          candidate.health.answered();
          return result;
        } catch (error) {
          const failed = judge(error, candidate, context);
          if (!policy.on.includes(failed.category)) throw error;
          // A model that will be there again soon is waited for, rather than the item given up.
          last = last?.error instanceof Park ? { ...failed, error: last.error } : failed;
        }
      }
      throw last?.error ?? allRest(candidates, policy, context);
    },
  };
}

type Failed = { readonly error: Error; readonly category: FailureCategory; readonly model: string };

/** @throws the error itself, when it says nothing about the model: the item was stopped, or waits for something else. */
function judge(error: unknown, { model, health }: Candidate, context: StageContext): Failed {
  if (context.signal.aborted) throw error;
  const until = error instanceof Park ? error.until : undefined;
  if (error instanceof Park && error.category === undefined) throw error;
  const category = error instanceof Park ? (error.category ?? 'internal') : toPipelineError(error).category;
  health.failed(category, context.clock.now(), until);
  return { error: error instanceof Park ? error : toPipelineError(error), category, model: model.id };
}

function tell({ category, model }: Failed, to: string, context: StageContext): void {
  context.event('fallback', { from: model, to, reason: category });
  context.note({ fallback: to });
}

function allRest(candidates: readonly Candidate[], { patience }: FallbackPolicy, context: StageContext): Error {
  const now = context.clock.now();
  const since = Math.max(...candidates.map(({ health }) => health.failingSince() ?? now));
  if (now - since > patience) {
    const names = candidates.map(({ model }) => model.id).join(', ');
    return new PipelineError(
      'llm_provider',
      `No answer from ${names} for ${Math.round((now - since) / 60_000)} minutes.`,
    );
  }
  const untils = candidates.map(({ health }) => health.restingUntil(now) ?? now);
  return new Park(Math.min(...untils), 'item', 'circuit_open');
}
