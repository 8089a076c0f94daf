import { combined } from './combine.ts';
import type { Candidate, Extraction } from './extraction.ts';
import type { TargetSchema } from './target-schema.ts';

/** See `Provenance.confidence`. */
const doubtfulBelow = 0.5;
/** The most that a value is trusted which does not stand in its page, whoever agrees on it. */
export const mostUngrounded = 0.4;

/** Whether a field is worth another question: it has no value, or one that is hardly trusted. */
export function isDoubtful(candidate: Candidate | undefined): boolean {
  return candidate === undefined || candidate.provenance.confidence < doubtfulBelow;
}

/**
 * A later value stands where there was none, or one that is trusted less. Where both say the same they are trusted
 * more for it, and where they contradict each other less, as with any two sources.
 */
export function merged(found: Extraction, later: Extraction, { fields }: TargetSchema): Extraction {
  const both = Object.entries(later.fields).map(([name, candidate]) => {
    const { facts = [name] } = fields.find((field) => field.name === name) ?? {};
    const earlier = found.fields[name];
    return [name, earlier === undefined ? candidate : better(facts, earlier, candidate)] as const;
  });
  return { fields: { ...found.fields, ...Object.fromEntries(both) } };
}

function better(facts: readonly string[], earlier: Candidate, later: Candidate): Candidate {
  const best = combined(facts, [earlier, later]) ?? earlier;
  const same = [earlier, later].filter(({ value }) => JSON.stringify(value) === JSON.stringify(best.value));
  const grounding = same.find((one) => one.grounding !== undefined)?.grounding;
  if (grounding === undefined) return best;
  const limit = grounding.is === 'ungrounded' ? mostUngrounded : 1;
  const confidence = Math.min(best.provenance.confidence, limit);
  return { ...best, provenance: { ...best.provenance, confidence }, grounding };
}
