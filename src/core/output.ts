import type { Item } from './item.ts';
import type { FactTotal, FailedItem, Repeat, RunCounts, StoredRecord, StoredRun } from './run-store.ts';

/** What there is to say of a run as a whole, as plain data. */
export type RunSummary = {
  readonly run: StoredRun;
  readonly counts: RunCounts;
  readonly factTotals: readonly FactTotal[];
};

/** A stored record with the types of the pipeline that made it. */
export type OutputRecord<Input, Value> = Omit<StoredRecord, 'item' | 'record' | 'repeats'> & {
  readonly item: Item<Input>;
  readonly record: Value;
  readonly repeats: readonly (Omit<Repeat, 'input'> & { readonly input: Input })[];
};

/** A failed item with the type of its pipeline's input. */
export type OutputFailure<Input> = Omit<FailedItem, 'item'> & { readonly item: Item<Input> };

/**
 * A file that a run gives, made from what is stored about it.
 *
 * `render` gives the file in pieces, as text or as bytes. It may go through the records and the failures more
 * than once (a table of contents comes before what it lists), but never holds all of them: every call of
 * `records` or `failures` reads them anew, in the order of the source. Records that are named by their items come in
 * the order in which they are named.
 */
export interface Output<Input, Value> {
  readonly fileName: string;
  render(
    summary: RunSummary,
    records: (items?: readonly string[]) => AsyncIterable<OutputRecord<Input, Value>>,
    failures: () => AsyncIterable<OutputFailure<Input>>,
  ): AsyncIterable<string | Uint8Array>;
}
