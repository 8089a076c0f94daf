import type { StageContext } from '#core/stage.ts';
import type { Document } from '#html/document.ts';
import type { Extraction } from './extraction.ts';
import type { TargetSchema } from './target-schema.ts';

/** An extractor that can make use of what is known already. Every other extractor will do as one. */
export interface InformedExtractor {
  readonly name: string;
  extract(document: Document, schema: TargetSchema, context: StageContext, known?: Extraction): Promise<Extraction>;
}
