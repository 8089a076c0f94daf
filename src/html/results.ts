import { PipelineError } from '#core/pipeline-error.ts';
import type { Document } from './document.ts';

/** The content type under which the results of an earlier tool are kept in the place of a page. */
export const resultsContentType = 'application/vnd.specbook.results+json';

/** Columns that hold what a page would have as its heading. */
const heading = /^(product[ _-]?)?(name|title)$/iu;

/**
 * The results of an earlier tool as a document: what it found stands as name and value, like the rows of a
 * specification table, and is read by the same rules.
 *
 * @throws PipelineError `parse` when the text is not a JSON object.
 */
export function readResults(url: string, text: string): Document {
  const rows = Object.entries(parse(text)).map(([name, value]) => ({ name, value: String(value) }));
  const title = rows.find(({ name }) => heading.test(name))?.value ?? '';
  const lines = rows.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return {
    url,
    title,
    language: '',
    canonicalUrl: undefined,
    structured: { jsonLd: [], microdata: [], meta: {} },
    headings: title === '' ? [] : [title],
    specifications: rows,
    text: lines,
    images: [],
    documents: [],
    tokenEstimate: Math.ceil(lines.length / 4),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new PipelineError('parse', 'the stored results are not JSON', { cause });
  }
  throw new PipelineError('parse', 'the stored results are not an object');
}
