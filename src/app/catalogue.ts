import type { CatalogueSlice } from '#catalogue/slice.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { measureBy, remembered } from '#telemetry/measure.ts';

/** What all pipelines of the program tell of themselves. */
export const catalogue: readonly CatalogueSlice[] = [specbookCatalogue];

/** What their facts add to its metrics. */
export const measure = remembered(measureBy(catalogue));
