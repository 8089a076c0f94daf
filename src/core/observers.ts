import { factsOnly, type Observer } from './observer.ts';

/** Tells several observers of everything; the first is the outermost around an operation. */
export function observers(...all: readonly Observer[]): Observer {
  return {
    around: aroundAll(all),
    fact: (fact) => {
      for (const observer of all) observer.fact(fact);
    },
  };
}

/** Around an operation, those that have anything to do there: most only wait for its fact. */
export function aroundAll(all: readonly Pick<Observer, 'around'>[]): Observer['around'] {
  const [first = factsOnly, ...others] = all.map(({ around }) => around).filter((around) => around !== factsOnly);
  return others.reduce<Observer['around']>(
    (outer, inner) => (scope, work) => outer(scope, () => inner(scope, work)),
    first,
  );
}
