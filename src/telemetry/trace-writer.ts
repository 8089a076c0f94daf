import type { KeptTrace, TraceStore } from '#core/trace.ts';

export type TraceWriter = {
  write(trace: KeptTrace): void;
  /** Resolves when everything is in the store, or is lost. How many traces are lost, and why. */
  close(): Promise<{ readonly lost: number; readonly problem: string | undefined }>;
};

/** A transaction takes about as long for so many traces as for one. */
const batchSize = 20;
/** About 10 MB, when the store cannot keep up. */
const mostWaiting = 1_000;

/** Puts traces into the store, many at a time. A store that fails costs traces, and nothing else. */
export function traceWriter(store: Pick<TraceStore, 'keep'>): TraceWriter {
  let waiting: KeptTrace[] = [];
  let writing: Promise<void> | undefined;
  let lost = 0;
  let problem: string | undefined;

  const drain = async (least: number) => {
    while (waiting.length >= least) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      try {
        await store.keep(batch);
      } catch (error) {
        lost += batch.length;
        problem = error instanceof Error ? error.message : String(error);
      }
    }
    writing = undefined;
  };
  return {
    write: (trace) => {
      if (waiting.length >= mostWaiting) {
        lost += 1;
        problem ??= 'the store is too slow';
        return;
      }
      waiting.push(trace);
      if (waiting.length >= batchSize) writing ??= drain(batchSize);
    },
    close: async () => {
      await writing;
      await drain(1);
      return { lost, problem };
    },
  };
}
