import type { Json } from '#core/json.ts';
import type { Grounding } from './grounding/grounding.ts';

export type SourceName =
  'json-ld' | 'microdata' | 'rdfa' | 'meta' | 'state' | 'attributes' | 'specifications' | 'page' | 'url' | 'model';

/** Where a value came from. */
export type Provenance = {
  readonly source: SourceName;
  /** Where in the source: a property path, a meta name, the name of a specification row, a quotation. */
  readonly where: string;
  /** 0 to 1: how far the source is to be trusted for this field. Below 0.5 the value is doubtful. */
  readonly confidence: number;
  /** Other sources that say the same. */
  readonly agreeing?: readonly Witness[];
  /** Sources that say something else, and what; the value is trusted less for it. */
  readonly disagreeing?: readonly (Witness & { readonly value: Json })[];
};

/** Another place that speaks of the same field. */
export type Witness = Pick<Provenance, 'source' | 'where'>;

/** A value that an extractor proposes for a field. */
export type Candidate = {
  readonly value: Json;
  readonly provenance: Provenance;
  /** Whether the value was found in the page; absent before it was looked for. */
  readonly grounding?: Grounding;
  /** What its source offers besides, where that is a list and the field takes one of it, in the page's order. */
  readonly alternatives?: readonly Json[];
};

/** What an extractor found: at most one value a field, each with its provenance. */
export type Extraction = { readonly fields: Readonly<Record<string, Candidate>> };
