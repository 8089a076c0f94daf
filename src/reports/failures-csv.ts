import { ruleOf } from '#core/failure.ts';
import type { FailedItem } from '#core/run-store.ts';
import { carriedColumns } from '#tables/carried.ts';
import { csvLines } from '#tables/write.ts';
import { hasSources } from './run-files.ts';

/** What a row of the source was about, as its pipeline understands it. */
export type DescribedInput = { readonly url: string; readonly columns: Readonly<Record<string, string>> };

const own = [
  'line',
  'url',
  'category',
  'outcome',
  'stage',
  'message',
  'advice',
  'attempts',
  'trace id',
  'page snapshot',
] as const;

/**
 * failures.csv: one row for each item that gave no record, with what to do about it and where its evidence is.
 *
 * @param snapshot gives the path of an item's page, relative to the file; undefined when there is none.
 */
export async function* renderFailures(
  failures: () => AsyncIterable<FailedItem>,
  describe: (item: FailedItem) => DescribedInput,
  snapshot: (item: FailedItem) => Promise<string | undefined>,
): AsyncGenerator<string> {
  const file = (await hasSources(failures())) ? ['file'] : [];
  const inputs = mapped(failures(), async (failed) => describe(failed).columns);
  const carried = await carriedColumns(inputs, [...file, ...own]);
  const rows = mapped(failures(), async (failed) => {
    const { url, columns } = describe(failed);
    const { category, stage, message } = failed.failure;
    return {
      ...carried.cells(columns),
      ...(file.length === 0 ? {} : { file: failed.source }),
      line: failed.line,
      url,
      category,
      outcome: failed.outcome,
      stage,
      message,
      advice: ruleOf(category).advice,
      attempts: failed.attempts,
      'trace id': failed.traceId,
      'page snapshot': await snapshot(failed),
    } satisfies Record<(typeof own)[number], unknown>;
  });
  yield* csvLines([...file, ...own, ...carried.headers], rows);
}

async function* mapped<In, Out>(values: AsyncIterable<In>, change: (value: In) => Promise<Out>): AsyncGenerator<Out> {
  for await (const value of values) yield await change(value);
}
