import type { Fact } from '#core/fact.ts';

/** A fact of which only what is given matters. */
export function fact(given: Partial<Fact> & Pick<Fact, 'kind'>): Fact {
  return {
    item: 'item-1',
    trace: '0af7651916cd43dd8448eb211c80319c',
    round: 1,
    stage: 'scraping',
    iteration: 1,
    attempt: 1,
    at: 0,
    duration: 0,
    outcome: 'ok',
    attributes: {},
    ...given,
  };
}
