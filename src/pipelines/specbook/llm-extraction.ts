import type { Json } from '#core/json.ts';
import type { Stage } from '#core/stage.ts';
import type { Extraction } from '#extraction/extraction.ts';
import type { Extractor } from '#extraction/extractor.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import type { Reading } from './html-processing.ts';

export type Extracted = Reading & { readonly extraction: Extraction };

/**
 * Finds the facts in the document. Named after its costly half: the page's own data comes first and is free.
 *
 * @param identity names everything that decides the result; a stored one of another identity is not used.
 * @param deadline milliseconds for all attempts of one delivery together.
 */
export function llmExtraction(
  extractor: Extractor,
  identity: string,
  target: TargetSchema,
  deadline: number,
): Stage<Reading, Extracted> {
  return {
    name: 'llm_extraction',
    deadline: { milliseconds: deadline, category: 'llm_timeout' },
    artifact: {
      schema: `extraction/2 ${target.id} ${identity}`,
      encode: async ({ extraction }) => extraction as unknown as Json,
      decode: async (json, reading) => ({ ...reading, extraction: json as unknown as Extraction }),
    },
    run: async (reading, context) => {
      const extraction = await extractor.extract(reading.document, target, context);
      context.note({ extractor: extractor.name, fields: Object.keys(extraction.fields).length });
      return { ...reading, extraction };
    },
  };
}
