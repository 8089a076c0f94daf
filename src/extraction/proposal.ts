import type { Document } from '#html/document.ts';
import type { Candidate, Provenance } from './extraction.ts';

/** A value that one source offers for a field, not yet fitted to the target. */
export type Proposal = Candidate & { readonly field: string };

/** A place in a page that offers values, the most trusted first. */
export type Source = (document: Document) => readonly Proposal[];

export function proposal(
  field: string,
  value: Candidate['value'] | undefined,
  source: Provenance['source'],
  where: string,
  confidence: number,
): readonly Proposal[] {
  return value === undefined ? [] : [{ field, value, provenance: { source, where, confidence } }];
}
