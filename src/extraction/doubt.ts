import type { Candidate, Extraction } from './extraction.ts';

/** See `Provenance.confidence`. */
const doubtfulBelow = 0.5;

/** Whether a field is worth another question: it has no value, or one that is hardly trusted. */
export function isDoubtful(candidate: Candidate | undefined): boolean {
  return candidate === undefined || candidate.provenance.confidence < doubtfulBelow;
}

/** A later value stands where there was none, or one that is trusted less. */
export function merged(found: Extraction, later: Extraction): Extraction {
  const better = Object.entries(later.fields).filter(
    ([name, candidate]) => candidate.provenance.confidence > (found.fields[name]?.provenance.confidence ?? 0),
  );
  return { fields: { ...found.fields, ...Object.fromEntries(better) } };
}
