import type { FailureCategory } from '#core/failure.ts';

/** Whether a model is worth asking, by what became of earlier questions. One for each model, for all items. */
export type ModelHealth = {
  /**
   * Until when the model is left alone (milliseconds since the epoch); undefined when it may be asked now. When the
   * rest of a model that kept failing has ended, one question is let through to try it; the others wait a moment.
   */
  restingUntil(now: number): number | undefined;
  /** Since when there has been no answer (milliseconds since the epoch); undefined while it answers. */
  failingSince(): number | undefined;
  answered(): void;
  /** @param until when the model said that it may be asked again. */
  failed(category: FailureCategory, now: number, until?: number): void;
};

/** Questions (with all their retries) that fail in a row before a model is left alone. */
const tolerated = 3;
/** Milliseconds. */
const firstRest = 30_000;
const longestRest = 10 * 60_000;
/** Milliseconds that others wait while one question tries the model. */
const trial = 5_000;

/** Failures of the model or its provider; what is the fault of a question says nothing about the next. */
const ofTheModel: ReadonlySet<FailureCategory> = new Set(['llm_provider', 'llm_timeout']);

/**
 * A circuit breaker (Nygard, "Release It!", 2007) with a cooldown for limits: a model that keeps failing rests, twice
 * as long each time; one that asked to slow down rests as long as it said; one without quota for the longest time.
 */
export function modelHealth(): ModelHealth {
  let failures = 0;
  let since: number | undefined;
  let rest = firstRest;
  let until: number | undefined;
  const restUntil = (time: number) => {
    until = Math.max(until ?? 0, time);
  };
  return {
    restingUntil: (now) => {
      if (until === undefined || now < until) return until;
      until = failures >= tolerated ? now + trial : undefined;
      return undefined;
    },
    failingSince: () => since,
    answered: () => {
      failures = 0;
      since = undefined;
      rest = firstRest;
      until = undefined;
    },
    failed: (category, now, askedUntil) => {
      if (askedUntil !== undefined) return restUntil(askedUntil);
      if (category === 'llm_quota') return restUntil(now + longestRest);
      if (!ofTheModel.has(category)) {
        // It did answer, so a trial has succeeded.
        failures = 0;
        until = undefined;
        return undefined;
      }
      failures += 1;
      since ??= now;
      if (failures < tolerated) return undefined;
      until = now + rest;
      rest = Math.min(longestRest, rest * 2);
      return undefined;
    },
  };
}
