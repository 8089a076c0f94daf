import type { RunStore, SourceRow } from '#core/run-store.ts';

/** Big enough for SQLite to be fast (about 4 ms a batch), small enough for others to get their turn. */
const batchSize = 400;
/** The first rows go in at once, so that work begins while a long source is still being read. */
const firstBatchSize = 20;

/**
 * Streams the source into the frontier, beginning after the rows that the run has already. Never holds more
 * than one batch in memory. Ends early when the signal aborts, or when another process feeds the run.
 *
 * @param added is called after each batch.
 */
export async function feed(
  source: AsyncIterable<SourceRow>,
  run: string,
  alreadyRead: number,
  store: Pick<RunStore, 'enqueue'>,
  signal: AbortSignal,
  added: () => void,
): Promise<void> {
  let from = alreadyRead;
  let toSkip = alreadyRead;
  let batch: SourceRow[] = [];

  const enqueue = async (complete: boolean) => {
    const rows = batch;
    batch = [];
    const enqueued = await store.enqueue(run, from, rows, complete);
    from += rows.length;
    added();
    return enqueued;
  };

  for await (const row of source) {
    if (signal.aborted) return;
    if (toSkip > 0) {
      toSkip -= 1;
      continue;
    }
    batch.push(row);
    const full = from === alreadyRead ? firstBatchSize : batchSize;
    if (batch.length >= full && !(await enqueue(false))) return;
  }
  if (!signal.aborted) await enqueue(true);
}
