import type { Fact } from '#core/fact.ts';
import type { Observer, Scope } from '#core/observer.ts';

export type RecordingObserver = Observer & {
  /** Facts in the order in which they were left. */
  readonly facts: readonly Fact[];
  /** Operations in the order in which they began. */
  readonly scopes: readonly Scope[];
};

export function recordingObserver(): RecordingObserver {
  const facts: Fact[] = [];
  const scopes: Scope[] = [];
  return {
    facts,
    scopes,
    around: (scope, work) => {
      scopes.push(scope);
      return work();
    },
    fact: (fact) => {
      facts.push(fact);
    },
  };
}
