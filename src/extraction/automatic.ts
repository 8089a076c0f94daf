import { isDoubtful, merged } from './doubt.ts';
import type { Extraction } from './extraction.ts';
import type { Extractor } from './extractor.ts';
import type { InformedExtractor } from './informed-extractor.ts';
import type { TargetSchema } from './target-schema.ts';

export type AutomaticExtractorSettings = { readonly structured: Extractor; readonly model: InformedExtractor };

/**
 * Structured data first, because it is free; the model only for wanted fields that it lacks or leaves in doubt.
 * When there is nothing to ask, the model is not called.
 */
export function automaticExtractor({ structured, model }: AutomaticExtractorSettings): Extractor {
  return {
    name: 'auto',
    extract: async (document, schema, context) => {
      const found = await structured.extract(document, schema, context);
      const open = unanswered(schema, found);
      if (open.fields.length === 0) return found;
      return merged(found, await model.extract(document, open, context, certain(found)), schema);
    },
  };
}

/** The schema with only the fields that are worth a question. */
function unanswered(schema: TargetSchema, found: Extraction): TargetSchema {
  return { ...schema, fields: schema.fields.filter(({ name, wanted }) => wanted && isDoubtful(found.fields[name])) };
}

function certain(found: Extraction): Extraction {
  return { fields: Object.fromEntries(Object.entries(found.fields).filter(([, candidate]) => !isDoubtful(candidate))) };
}
