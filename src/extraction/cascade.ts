import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { Document } from '#html/document.ts';
import { isDoubtful, merged } from './doubt.ts';
import type { Extraction } from './extraction.ts';
import type { InformedExtractor } from './informed-extractor.ts';
import type { TargetSchema } from './target-schema.ts';

const nothing: Extraction = { fields: {} };

/**
 * Asks a small model first, and a larger one where that failed: for everything when its answer was of no use, and for
 * the fields whose values do not stand in the page as it quotes them. What the small one did not find stays unfound:
 * most pages do not give most fields.
 */
export function cascade(small: InformedExtractor, large: InformedExtractor): InformedExtractor {
  return {
    name: small.name,
    extract: async (document, schema, context, known) => {
      const found = await unlessUseless(small, document, schema, context, known);
      const open = found === undefined ? schema : doubtfulPart(schema, found);
      if (open.fields.length === 0) return found ?? nothing;
      const asked = open.fields.map(({ name }) => name).join(',');
      context.event('cascade', { reason: found === undefined ? 'llm_output' : 'grounding', fields: asked });
      context.note({ cascade: found === undefined ? 'llm_output' : 'grounding' });
      const answered = await large.extract(document, open, context, known);
      return merged(found ?? nothing, answered, schema);
    },
  };
}

async function unlessUseless(
  small: InformedExtractor,
  document: Document,
  schema: TargetSchema,
  context: StageContext,
  known: Extraction | undefined,
): Promise<Extraction | undefined> {
  try {
    return await small.extract(document, schema, context, known);
  } catch (error) {
    if (error instanceof PipelineError && error.category === 'llm_output') return undefined;
    throw error;
  }
}

function doubtfulPart(schema: TargetSchema, found: Extraction): TargetSchema {
  return {
    ...schema,
    fields: schema.fields.filter(({ name }) => {
      const candidate = found.fields[name];
      return candidate !== undefined && isDoubtful(candidate);
    }),
  };
}
