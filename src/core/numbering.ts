import type { PastAttempt } from './fact.ts';

/** Where an operation stands in the journey of its item. */
type Place = { readonly stage: string; readonly iteration: number };

/**
 * Numbers the operations of each kind in a stage, so that no two facts of an item have the same key, whoever makes
 * them: a retry, a second model, a second question.
 */
export type Numbering = {
  /** 1 for the first of its kind in that place, and so on; goes on from what is on record. */
  next(kind: string, place: Place): number;
};

export function numbering(history: readonly PastAttempt[]): Numbering {
  const last = new Map<string, number>();
  const keyOf = (kind: string, { stage, iteration }: Place) => JSON.stringify([kind, stage, iteration]);
  for (const earlier of history) {
    const key = keyOf(earlier.kind, earlier);
    last.set(key, Math.max(last.get(key) ?? 0, earlier.attempt));
  }
  return {
    next: (kind, place) => {
      const key = keyOf(kind, place);
      const number = (last.get(key) ?? 0) + 1;
      last.set(key, number);
      return number;
    },
  };
}
