import type { Output, OutputRecord } from '#core/output.ts';
import type { ProductInput, ProductRecord } from '#pipelines/specbook/record.ts';

/** A file made from the run's product records. */
export type ProductOutput = Output<ProductInput, ProductRecord>;
export type StoredProduct = OutputRecord<ProductInput, ProductRecord>;
