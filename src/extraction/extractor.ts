import type { StageContext } from '#core/stage.ts';
import type { Document } from '#html/document.ts';
import type { Extraction } from './extraction.ts';
import type { TargetSchema } from './target-schema.ts';

export interface Extractor {
  readonly name: string;
  extract(document: Document, schema: TargetSchema, context: StageContext): Promise<Extraction>;
}
