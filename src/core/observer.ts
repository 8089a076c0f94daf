import type { Fact } from './fact.ts';
import type { StageContext } from './stage.ts';

/** An operation that is about to begin. `kind` is the kind of the fact that it will leave. */
export type Scope = {
  readonly kind: string;
  readonly name: string;
  readonly context: StageContext;
};

/** Told of all that happens. Never throws and never delays: telemetry must not break work. */
export interface Observer {
  readonly around: <T>(scope: Scope, work: () => Promise<T>) => Promise<T>;
  fact(fact: Fact): void;
}

/** `around` of an observer that waits for facts, and has nothing to do when an operation begins. */
export const factsOnly: Observer['around'] = (_scope, work) => work();
