import type { BookSettings } from '#pipelines/specbook/book-settings.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import type { ProductOutput } from './product-output.ts';
import { productsCsv } from './products-csv.ts';
import { productsJsonl } from './products-jsonl.ts';
import { productsXlsx } from './products-xlsx.ts';
import { specbookHtml } from './specbook-html.ts';
import { specbookMarkdown } from './specbook-markdown.ts';

/** The files that can be asked for, by the name of their format. */
const outputs = {
  csv: productsCsv,
  jsonl: () => productsJsonl,
  html: specbookHtml,
  md: specbookMarkdown,
  xlsx: (schema) => productsXlsx(schema),
} satisfies Readonly<Record<string, (schema: RecordSchema, book: BookSettings) => ProductOutput>>;

export type Format = keyof typeof outputs;
export const formats = Object.keys(outputs) as readonly Format[];

/** The outputs of the formats, each once, in the order in which they are asked for. */
export function outputsFor(
  schema: RecordSchema,
  book: BookSettings,
  asked: readonly Format[],
): readonly ProductOutput[] {
  return [...new Set(asked)].map((format) => outputs[format](schema, book));
}
