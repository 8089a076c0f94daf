import { bookSettings, type BookSettings } from '#pipelines/specbook/book-settings.ts';
import type { ProductOutput, StoredProduct } from '#pipelines/specbook/outputs/product-output.ts';
import { failures, failuresOf, products, recordsOf, summary } from './products.ts';

export const book = (settings: Partial<BookSettings> = {}): BookSettings => bookSettings.parse(settings);

/** The whole file. */
export async function rendered(
  output: ProductOutput,
  list: readonly StoredProduct[] = products,
  failed = failures,
): Promise<string> {
  const { succeeded: _, failed: __, ...others } = summary.counts;
  const pieces = output.render(
    { ...summary, counts: { ...others, succeeded: list.length, failed: failed.length } },
    (items) => recordsOf(list, items),
    () => failuresOf(failed),
  );
  return (await Array.fromAsync(pieces)).join('');
}
