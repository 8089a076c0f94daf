import type { Json } from '#core/json.ts';
import type { Grounding } from './grounding/grounding.ts';

/** Where a value came from. */
export type Provenance = {
  readonly source: 'json-ld' | 'microdata' | 'meta' | 'specifications' | 'page' | 'url' | 'model';
  /** Where in the source: a property path, a meta name, the name of a specification row, a quotation. */
  readonly where: string;
  /** 0 to 1: how far the source is to be trusted for this field. Below 0.5 the value is doubtful. */
  readonly confidence: number;
};

/** A value that an extractor proposes for a field. */
export type Candidate = {
  readonly value: Json;
  readonly provenance: Provenance;
  /** Whether the value was found in the page; absent before it was looked for. */
  readonly grounding?: Grounding;
};

/** What an extractor found: at most one value a field, each with its provenance. */
export type Extraction = { readonly fields: Readonly<Record<string, Candidate>> };
