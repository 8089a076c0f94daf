import type { Json } from '#core/json.ts';
import { type Passage, documentIn, passagesFor, underLabels } from './passages.ts';
import { readValue } from './read-value.ts';
import { type Schema, alternativesOf, propertiesOf, typeOf } from './schema.ts';

type Found = { readonly value: Json; readonly quote: string | null };
const nothing: Found = { value: null, quote: null };

/**
 * Answers by rules: each property of the schema is looked for in the document that the prompt holds. A property of
 * the shape `{ value, quote }` gets both, any other the value alone; what is not found is null.
 */
export function answerTo(prompt: string, schema: Schema): Json {
  const document = documentIn(prompt);
  return Object.fromEntries(
    propertiesOf(schema).map(([name, property]) => {
      const wrapped = propertiesOf(property).find(([inner]) => inner === 'value')?.[1];
      const found = find(name, wrapped ?? property, document);
      return [name, wrapped === undefined ? found.value : { value: found.value, quote: found.quote }];
    }),
  );
}

function find(name: string, schema: Schema, document: string): Found {
  const core = alternativesOf(schema)?.[0] ?? schema;
  const passages = passagesFor(name, document);
  if (typeOf(core) === 'array') return collect(name, core, passages);
  for (const { text, quote } of [...passages, ...partsOf(core, document)]) {
    const value = readValue(text, core, name);
    if (value !== null) return { value, quote };
  }
  return nothing;
}

/** A list may be spread over several lines under the same label; the first of them is the quotation. */
function collect(name: string, schema: Schema, passages: readonly Passage[]): Found {
  const read = passages.map(({ text, quote }) => ({ value: readValue(text, schema, name), quote }));
  const lists = read.filter((found) => Array.isArray(found.value));
  const values = lists.flatMap(({ value }) => value as readonly Json[]);
  const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  return distinct.length === 0 ? nothing : { value: distinct, quote: lists[0]?.quote ?? null };
}

/** An object whose parts stand on lines of their own: `Width: 80 cm`, `Height: 75 cm`. */
function partsOf(schema: Schema, document: string): readonly Passage[] {
  const lines = document.split('\n');
  const measures = propertiesOf(schema).filter(
    ([, property]) => typeOf(property) === 'number' && schema['type'] !== 'array',
  );
  const rows = measures.flatMap(([name]) => underLabels(name, lines).slice(0, 1)).map(({ quote }) => quote);
  return rows.length === 0 ? [] : [{ text: rows.join('\n'), quote: rows[0] ?? '' }];
}
