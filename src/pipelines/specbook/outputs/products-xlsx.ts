import { ruleOf } from '#core/failure.ts';
import type { OutputFailure, RunSummary } from '#core/output.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import type { ColumnKind, RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { carriedColumns } from '#tables/carried.ts';
import type { SheetCell } from '#tables/workbook/cell-xml.ts';
import type { Sheet, SheetColumn } from '#tables/workbook/sheet-xml.ts';
import { workbookBytes } from '#tables/workbook/write.ts';
import { byRank, inputColumns, isQuantity, placesOf, type ProductColumn, productColumns } from './product-columns.ts';
import type { ProductOutput, StoredProduct } from './product-output.ts';
import { runSheet } from './run-sheet.ts';

/** Rows of a sheet: more open badly in the programs that people have. What is over is said on the sheet `Run`. */
const mostRows = 100_000;

/** Characters: a name or a list is read at a glance, a description opened when it is wanted. */
const widths: Readonly<Record<ColumnKind, number>> = {
  text: 24,
  'long text': 60,
  number: 12,
  boolean: 12,
  date: 18,
  link: 36,
};

type CarriedCells = (columns: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;

/** products.xlsx: the products, the failures and the run, a sheet each, for people. */
export function productsXlsx(schema: RecordSchema, rowLimit = mostRows): ProductOutput {
  const columns = productColumns(schema);
  return {
    fileName: 'products.xlsx',
    async *render(summary, records, failures) {
      const titles = columns.map(({ title }) => title);
      const carried = await inputColumns(records(), titles);
      const products: Sheet = {
        name: 'Products',
        columns: [...carried.headers.map(carriedColumn), ...columns.map(({ title, kind }) => sized(title, kind))],
        rows: productRows(columns, carried.headers, carried.cells, upTo(rowLimit, records())),
      };
      yield* workbookBytes([
        products,
        await failuresSheet(() => upTo(rowLimit, failures())),
        runSheet(summary, leftOut(summary, rowLimit)),
      ]);
    },
  };
}

const carriedColumn = (header: string): SheetColumn => ({
  header,
  width: Math.max(12, Math.min(30, header.length + 4)),
});

function sized(title: string, kind: ColumnKind): SheetColumn {
  return { header: title, width: Math.max(widths[kind], title.length + 3) };
}

async function* upTo<T>(limit: number, values: AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0;
  for await (const value of values) {
    if (count === limit) return;
    count += 1;
    yield value;
  }
}

async function* productRows(
  columns: readonly ProductColumn[],
  headers: readonly string[],
  carriedCells: CarriedCells,
  records: AsyncIterable<StoredProduct>,
): AsyncGenerator<readonly SheetCell[]> {
  for await (const product of records) {
    const { record } = product;
    const own = columns.map(({ kind, show, link }): SheetCell => cellOf(kind, show(record), link?.(record)));
    for (const carried of placesOf(product).map(carriedCells)) {
      yield [...headers.map((header) => carriedCell(header, carried[header])), ...own];
    }
  }
}

/** As it was written (`1.10` is a section, `007` a code), except for what is there to be added up. */
function carriedCell(header: string, text: string | undefined): SheetCell {
  return isQuantity(header) && /^\d{1,15}$/u.test(text ?? '') ? Number(text) : text;
}

function cellOf(kind: ColumnKind, value: string | number | boolean | undefined, link: string | undefined): SheetCell {
  if (typeof value !== 'string') return value;
  if (link !== undefined) return { text: value, link };
  const date = kind === 'date' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? value : { date };
}

const failureColumns: readonly (readonly [string, number, (failed: OutputFailure<ProductInput>) => SheetCell])[] = [
  ['Line', 8, ({ line }) => line],
  ['Page', 50, ({ item }) => ({ text: item.input.url, link: item.input.url })],
  ['Category', 20, ({ failure }) => failure.category],
  ['Outcome', 12, ({ outcome }) => outcome],
  ['Stage', 16, ({ failure }) => failure.stage],
  ['What happened', 50, ({ failure }) => failure.message],
  ['What to do', 60, ({ failure }) => ruleOf(failure.category).advice],
  ['Attempts', 10, ({ attempts }) => attempts],
];

async function failuresSheet(failures: () => AsyncIterable<OutputFailure<ProductInput>>): Promise<Sheet> {
  const own = failureColumns.map(([title]) => title);
  const { headers, cells } = await carriedColumns(columnsOf(failures()), own);
  const sorted = byRank(headers);
  return {
    name: 'Failures',
    columns: [...sorted.map(carriedColumn), ...failureColumns.map(([header, width]) => ({ header, width }))],
    rows: failureRows(failures(), sorted, cells),
  };
}

async function* columnsOf(failures: AsyncIterable<OutputFailure<ProductInput>>) {
  for await (const { item } of failures) yield item.input.columns;
}

async function* failureRows(
  failures: AsyncIterable<OutputFailure<ProductInput>>,
  headers: readonly string[],
  carriedCells: CarriedCells,
): AsyncGenerator<readonly SheetCell[]> {
  for await (const failed of failures) {
    const carried = carriedCells(failed.item.input.columns);
    const own = failureColumns.map(([, , show]) => show(failed));
    yield [...headers.map((header) => carriedCell(header, carried[header])), ...own];
  }
}

function leftOut({ counts }: RunSummary, limit: number): string | undefined {
  const failures = counts.failed + counts.not_found + counts.skipped;
  if (counts.succeeded <= limit && failures <= limit) return undefined;
  return `This workbook holds the first ${limit} products and failures; products.csv (--format csv) and failures.csv hold them all.`;
}
