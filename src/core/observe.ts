import type { Attributes, Fact, FactEvent } from './fact.ts';
import type { Observer } from './observer.ts';
import { ruleOf } from './failure.ts';
import { Park } from './park.ts';
import { toPipelineError } from './pipeline-error.ts';
import type { StageContext } from './stage.ts';

/**
 * Runs one operation under the observer and leaves one fact about it, whichever way it ends.
 * What the work notes on its context becomes the fact's attributes. An operation that was parked, or for which the
 * run has no money left, leaves no fact: it has not ended, and it runs again under the same key.
 */
export async function observe<T>(
  observer: Observer,
  scope: { readonly kind: string; readonly name: string },
  context: StageContext,
  work: (context: StageContext) => Promise<T>,
): Promise<T> {
  const { retry, limiterWait = 0 } = context;
  let attributes: Attributes = {
    ...(retry === undefined ? {} : { retry: retry.number, retry_reason: retry.reason }),
    ...(limiterWait > 0 ? { limiter_wait: limiterWait } : {}),
  };
  const events: FactEvent[] = [];
  const scoped: StageContext = {
    ...context,
    retry: undefined,
    limiterWait: undefined,
    note: (more) => {
      attributes = { ...attributes, ...more };
    },
    event: (name, about = {}) => {
      events.push({ name, at: context.clock.now(), attributes: about });
    },
  };
  const at = context.clock.now();
  const started = context.clock.monotonic();
  const leave = (outcome: Fact['outcome']) =>
    observer.fact({
      kind: scope.kind,
      item: context.item.id,
      trace: context.traceId,
      round: context.round,
      stage: context.stage,
      iteration: context.iteration,
      attempt: context.attempt,
      at,
      duration: context.clock.monotonic() - started,
      outcome,
      attributes,
      ...(events.length === 0 ? {} : { events }),
    });
  return observer.around({ ...scope, context: scoped }, async () => {
    try {
      const value = await work(scoped);
      leave('ok');
      return value;
    } catch (error) {
      if (hasEnded(error)) leave(toPipelineError(error).category);
      throw error;
    }
  });
}

function hasEnded(error: unknown): boolean {
  return !(error instanceof Park) && ruleOf(toPipelineError(error).category).ends !== 'drain';
}
