import { ruleOf } from '#core/failure.ts';
import type { OutputFailure, RunSummary } from '#core/output.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import { type RecordSchema, textIn } from '#pipelines/specbook/record-schema.ts';
import { placesOf } from '../product-columns.ts';
import type { StoredProduct } from '../product-output.ts';
import { type Arrangement, type Chapter, type Entry, isIn } from './arrangement.ts';
import { longDate } from './dates.ts';
import { type Place, placeOf } from './place.ts';
import { verdictOf } from './sheet.ts';

type Records = (items: readonly string[]) => AsyncIterable<StoredProduct>;

/** A line of the schedule: a product in one of its places. */
export type ScheduleRow = { readonly entry: Entry; readonly brand: string | undefined; readonly place: Place };

export async function* scheduleRows(
  chapter: Chapter,
  arrangement: Arrangement,
  records: Records,
  { roles }: RecordSchema,
): AsyncGenerator<ScheduleRow> {
  for await (const { entry, product } of inOrder([...chapter.entries, ...chapter.elsewhere], records)) {
    const brand = textIn(product.record.values, roles.brand);
    const places = placesOf(product).filter((columns) => isIn(columns, chapter, arrangement));
    for (const columns of places) yield { entry, brand, place: placeOf(columns) };
  }
}

/** The products of the entries. */
export async function* inOrder(
  entries: readonly Entry[],
  records: Records,
): AsyncGenerator<{ readonly entry: Entry; readonly product: StoredProduct }> {
  const byItem = new Map(entries.map((entry) => [entry.item, entry]));
  for await (const product of records(entries.map(({ item }) => item))) {
    const entry = byItem.get(product.item.id);
    if (entry !== undefined) yield { entry, product };
  }
}

/** A line of the appendix of sources. */
export type SourceRow = {
  readonly entry: Entry;
  readonly url: string;
  readonly retrieved: string;
  readonly verdict: string;
};

export async function* sourceRows(chapter: Chapter, records: Records): AsyncGenerator<SourceRow> {
  for await (const { entry, product } of inOrder(chapter.entries, records)) {
    const { record } = product;
    yield { entry, url: record.sourceUrl, retrieved: longDate(record.fetchedAt), verdict: verdictOf(record) };
  }
}

/** A page of the list that gave no record. */
export type AbsentRow = {
  readonly place: Place;
  readonly url: string;
  readonly why: string;
  readonly advice: string;
};

export async function* absentRows(failures: AsyncIterable<OutputFailure<ProductInput>>): AsyncGenerator<AbsentRow> {
  for await (const { item, failure } of failures) {
    const { meaning, advice } = ruleOf(failure.category);
    yield { place: placeOf(item.input.columns), url: item.input.url, why: meaning, advice };
  }
}

export const noProducts = 'This run has no products.';
export const nothingAbsent = 'Every page of the list that was read is in this book.';

/** Pages of the list that were tried and gave no record. */
export const absentCount = ({ counts: { failed, not_found, skipped } }: Pick<RunSummary, 'counts'>): number =>
  failed + not_found + skipped;

/** What else of the list is not in the book, or not a second time. */
export function setAsideNotes({ counts }: RunSummary): readonly string[] {
  const { invalid, duplicate, remaining } = counts;
  return [
    ...(invalid === 0 ? [] : [`Rows of the list that are no address of a page: ${invalid} (invalid-rows.csv).`]),
    ...(duplicate === 0 ? [] : [`Rows that repeat a page: ${duplicate}. Each is a place of its product.`]),
    ...(remaining === 0 ? [] : [`Pages that the run has not come to yet: ${remaining}. Go on with --resume.`]),
  ];
}

/** What became of the rows of the list. */
export function runCounts({ counts }: RunSummary): readonly (readonly [string, number])[] {
  return [
    ['Rows in the input', counts.rows],
    ['Products', counts.succeeded],
    ['Failed', counts.failed],
    ['Not found', counts.not_found],
    ['Skipped', counts.skipped],
    ['Invalid rows', counts.invalid],
    ['Duplicate rows', counts.duplicate],
    ['Not done yet', counts.remaining],
  ];
}
