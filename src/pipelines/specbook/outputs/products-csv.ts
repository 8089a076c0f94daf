import { type Cell, csvLines } from '#tables/write.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { inputColumns, placesOf, type ProductColumn, productColumns } from './product-columns.ts';
import type { ProductOutput, StoredProduct } from './product-output.ts';

/**
 * products.csv: one row for each row of the input that gave a product, for spreadsheets. A product that the input
 * lists for several places is there for each of them, with the columns of that row: a schedule lists every place.
 * The input's own columns come first.
 */
export function productsCsv(schema: RecordSchema): ProductOutput {
  const columns = productColumns(schema);
  const own = columns.map(({ name }) => name);
  return {
    fileName: 'products.csv',
    async *render(_summary, records) {
      const carried = await inputColumns(records(), own);
      yield* csvLines([...carried.headers, ...own], rows(columns, records(), carried.cells));
    },
  };
}

async function* rows(
  columns: readonly ProductColumn[],
  records: AsyncIterable<StoredProduct>,
  carriedCells: (columns: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): AsyncGenerator<Readonly<Record<string, Cell>>> {
  for await (const product of records) {
    const own = columns.map(({ name, show }) => [name, show(product.record)] as const);
    for (const place of placesOf(product)) yield { ...carriedCells(place), ...Object.fromEntries(own) };
  }
}
