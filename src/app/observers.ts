import type { Observer } from '#core/observer.ts';

/** Tells several observers of everything; the first is the outermost around an operation. */
export function observers(...all: readonly Observer[]): Observer {
  return {
    around: (scope, work) => all.reduceRight((inner, observer) => () => observer.around(scope, inner), work)(),
    fact: (fact) => {
      for (const observer of all) observer.fact(fact);
    },
  };
}
