import type { RunSummary } from '#core/output.ts';
import type { SetAsideRow, SourcePlace } from '#core/run-store.ts';
import { csvLines } from '#tables/write.ts';

/** invalid-rows.csv: the rows of the source that became no item, and why; with their file when there are several. */
export async function* renderSetAside(rows: () => AsyncIterable<SetAsideRow>): AsyncGenerator<string> {
  const file = (await hasSources(rows())) ? ['file'] : [];
  yield* csvLines([...file, 'line', 'kind', 'reason'], withFile(rows()));
}

/** All rows of a run have one or none has. */
export async function hasSources(rows: AsyncIterable<SourcePlace>): Promise<boolean> {
  for await (const { source } of rows) return source !== undefined;
  return false;
}

async function* withFile(rows: AsyncIterable<SetAsideRow>) {
  for await (const { source, ...row } of rows) yield { file: source, ...row };
}

/** run.json: what the run was started with, how it ended, and the totals of its facts (durations in ms). */
export async function* renderRun({ run, counts, factTotals }: RunSummary): AsyncGenerator<string> {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const summary = {
    id: run.id,
    pipeline: run.pipeline,
    state: run.state,
    startedAt: time(run.startedAt),
    finishedAt: time(run.finishedAt),
    source: run.source,
    counts,
    usage: run.usage ?? null,
    quality: run.quality ?? null,
    environment: run.environment,
    configuration: run.configuration,
    factTotals,
  };
  yield `${JSON.stringify(summary, null, 2)}\n`;
}
