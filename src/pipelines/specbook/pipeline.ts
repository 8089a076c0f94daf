import { type Pipeline, steps } from '#core/pipeline.ts';
import type { ArtifactCodec } from '#core/stage.ts';
import type { Extractor } from '#extraction/extractor.ts';
import type { Page } from '#scraping/page.ts';
import type { PageSource } from '#scraping/page-fetcher.ts';
import { htmlProcessing } from './html-processing.ts';
import { llmExtraction } from './llm-extraction.ts';
import type { ProductInput, ProductRecord } from './record.ts';
import type { RecordSchema } from './record-schema.ts';
import { scraping } from './scraping.ts';
import type { FileChecks } from './checked-files.ts';
import { type ModelInUse, validation } from './validation.ts';

/** What the pipeline is given by whoever puts it together. Deadlines are in milliseconds. */
export type SpecbookParts = {
  readonly schema: RecordSchema;
  readonly pages: PageSource;
  readonly pageArtifact: ArtifactCodec<Page>;
  readonly extractor: Extractor;
  /** Names everything that decides what the extractor finds: strategy, model, prompt. */
  readonly extractorIdentity: string;
  readonly model: ModelInUse | undefined;
  readonly files: FileChecks;
  readonly deadlines: { readonly scraping: number; readonly extraction: number; readonly validation: number };
};

/** One URL's journey, from a row of the input to a record of the spec book. */
export function specbook(parts: SpecbookParts): Pipeline<ProductInput, ProductRecord> {
  const { schema, pages, pageArtifact, extractor, extractorIdentity, model, files, deadlines } = parts;
  return {
    name: 'specbook',
    recordSchema: `record/1 ${schema.id}`,
    steps: steps<ProductInput>()
      .each(scraping(pages, pageArtifact, deadlines.scraping))
      .each(htmlProcessing())
      .each(llmExtraction(extractor, extractorIdentity, schema.target, deadlines.extraction))
      .each(validation(schema, model, files, deadlines.validation)),
  };
}
