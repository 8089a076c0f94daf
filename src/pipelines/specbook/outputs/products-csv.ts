import { carriedColumns } from '#tables/carried.ts';
import { type Cell, csvLines } from '#tables/write.ts';
import type { ProductRecord } from '#pipelines/specbook/record.ts';
import type { ProductOutput, StoredProduct } from './product-output.ts';

/** The columns after the carried ones, each with what it shows of a record. Lists are joined by "; ". */
const columns = {
  name: ({ values }) => values.name,
  brand: ({ values }) => values.brand,
  manufacturer: ({ values }) => values.manufacturer,
  model_number: ({ values }) => values.modelNumber,
  sku: ({ values }) => values.sku,
  mpn: ({ values }) => values.mpn,
  gtin: ({ values }) => values.gtin,
  category: ({ values }) => values.category,
  price_amount: ({ values }) => values.price?.amount,
  price_currency: ({ values }) => values.price?.currency,
  availability: ({ values }) => values.availability,
  dimensions: ({ values }) => values.dimensions?.text,
  width: ({ values }) => values.dimensions?.width,
  height: ({ values }) => values.dimensions?.height,
  depth: ({ values }) => values.dimensions?.depth,
  length: ({ values }) => values.dimensions?.length,
  diameter: ({ values }) => values.dimensions?.diameter,
  dimensions_unit: ({ values }) => values.dimensions?.unit,
  weight: ({ values }) => values.weight?.value,
  weight_unit: ({ values }) => values.weight?.unit,
  materials: ({ values }) => values.materials?.join('; '),
  finishes: ({ values }) => values.finishes?.join('; '),
  certifications: ({ values }) => values.certifications?.join('; '),
  warranty: ({ values }) => values.warranty,
  lead_time: ({ values }) => values.leadTime,
  description: ({ values }) => values.description,
  images: ({ values }) => values.images?.join('; '),
  documents: ({ values }) => values.documents?.map(({ title, url }) => `${title}: ${url}`).join('; '),
  verdict: ({ quality }) => quality.verdict,
  completeness: ({ quality }) => Number(quality.completeness.toFixed(3)),
  stand_in_model: ({ model }) => model?.standIn ?? false,
  source_url: ({ sourceUrl }) => sourceUrl,
  fetched_at: ({ fetchedAt }) => fetchedAt,
} satisfies Record<string, (record: ProductRecord) => Cell>;

/**
 * products.csv: one row for each row of the input that gave a product, for spreadsheets. A product that the input
 * lists for several places is there for each of them, with the columns of that row: a schedule lists every place.
 * The input's own columns come first.
 */
export const productsCsv: ProductOutput = {
  fileName: 'products.csv',
  async *render(_summary, records) {
    const own = Object.keys(columns);
    const carried = await carriedColumns(inputColumns(records()), own);
    yield* csvLines([...carried.headers, ...own], rows(records(), carried.cells));
  },
};

async function* inputColumns(records: AsyncIterable<StoredProduct>) {
  for await (const product of records) yield* placesOf(product);
}

async function* rows(
  records: AsyncIterable<StoredProduct>,
  carriedCells: (columns: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): AsyncGenerator<Readonly<Record<string, Cell>>> {
  for await (const product of records) {
    const own = Object.entries(columns).map(([name, show]) => [name, show(product.record)] as const);
    for (const place of placesOf(product)) yield { ...carriedCells(place), ...Object.fromEntries(own) };
  }
}

/** The columns of each row that asked for the product. */
function placesOf({ item, repeats }: StoredProduct): readonly Readonly<Record<string, string>>[] {
  return [item.input.columns, ...repeats.map(({ input }) => input.columns)];
}
