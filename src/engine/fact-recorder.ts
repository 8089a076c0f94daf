import type { Fact } from '#core/fact.ts';
import { factsOnly, type Observer } from '#core/observer.ts';
import type { RunStore } from '#core/run-store.ts';

/** Keeps the facts of an item until something of it is committed, which they then go with. */
export type FactRecorder = Observer & {
  /** The item's facts that are not yet on their way to the store. */
  take(item: string): readonly Fact[];
  /** Stores the item's facts now: before something that must not be known without them. */
  commit(item: string): Promise<void>;
  /** Rejects when facts could not be stored. */
  flushed(): Promise<void>;
};

/**
 * Facts ride with the next checkpoint or the settlement of their item, in the same transaction. Except those of
 * failures after which the item goes on: they decide how many retries are left, so they are stored at once, lest a
 * killed run try more often.
 */
export function factRecorder(run: string, store: Pick<RunStore, 'record'>): FactRecorder {
  const pending = new Map<string, Fact[]>();
  let writing: Promise<unknown> = Promise.resolve();

  const take = (item: string) => {
    const facts = pending.get(item) ?? [];
    pending.delete(item);
    return facts;
  };
  const flush = (item: string) => {
    const facts = take(item);
    if (facts.length === 0) return;
    writing = Promise.all([writing, store.record(run, facts)]);
    // Whoever calls flushed() hears of it; until then it must not count as unhandled.
    writing.catch(() => undefined);
  };
  return {
    take,
    around: factsOnly,
    fact: (fact) => {
      const facts = pending.get(fact.item);
      if (facts === undefined) pending.set(fact.item, [fact]);
      else facts.push(fact);
      // A failure that is final settles its item before this turn ends, and takes the fact with it.
      if (fact.outcome !== 'ok') setImmediate(() => flush(fact.item));
    },
    commit: async (item) => {
      const facts = take(item);
      if (facts.length > 0) await store.record(run, facts);
    },
    flushed: async () => {
      await writing;
    },
  };
}
