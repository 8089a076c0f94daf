import type { Attributes } from '#core/fact.ts';
import type { Document } from '#html/document.ts';
import { mostUngrounded } from '../doubt.ts';
import type { Candidate, Extraction } from '../extraction.ts';
import type { InformedExtractor } from '../informed-extractor.ts';
import type { TargetSchema } from '../target-schema.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { findValue } from './find-value.ts';
import { type Grounding, ungroundedReasons } from './grounding.ts';

/** The most that a value is trusted, by what the page says of it and of what a model quotes for it. */
const most = {
  ungrounded: mostUngrounded,
  /** The value is there, the quotation is not: a model that makes up its evidence. */
  misquoted: 0.45,
  /** The value is there, and nothing is quoted. */
  unquoted: 0.6,
} as const;

/**
 * Looks for every value that the extractor finds in the page itself. A value says where it stands, or that it does not;
 * then it is doubtful, whoever proposed it. Notes how many were grounded, of models and of the page's own data apart.
 */
export function grounded(extractor: InformedExtractor): InformedExtractor {
  return {
    name: extractor.name,
    extract: async (document, schema, context, known) => {
      const extraction = groundExtraction(await extractor.extract(document, schema, context, known), document, schema);
      context.note(groundingNotes(extraction));
      return extraction;
    },
  };
}

/** The extraction with the grounding of every value that had none yet. */
export function groundExtraction(found: Extraction, document: Document, { fields }: TargetSchema): Extraction {
  const evidence = evidenceOf(document);
  const looked = Object.entries(found.fields).map(([name, candidate]) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined || candidate.grounding !== undefined) return [name, candidate] as const;
    return [name, judged(candidate, findValue(field, candidate.value, evidence.passages), evidence)] as const;
  });
  return { fields: Object.fromEntries(looked) };
}

function judged(candidate: Candidate, found: Grounding, evidence: Evidence): Candidate {
  const { value, provenance } = candidate;
  const quotation = provenance.source === 'model' ? quotationOf(provenance.where, evidence) : 'none asked for';
  // A conclusion (yes or no) stands nowhere as such: what it is drawn from has to.
  const grounding: Grounding =
    typeof value === 'boolean' && quotation === 'in the page'
      ? { is: 'grounded', place: 'text', passage: provenance.where.slice(0, 200) }
      : found;
  const limit = grounding.is === 'ungrounded' ? most.ungrounded : limits[quotation];
  return { ...candidate, provenance: { ...provenance, confidence: Math.min(provenance.confidence, limit) }, grounding };
}

const limits = {
  'none asked for': 1,
  'in the page': 1,
  'not in the page': most.misquoted,
  missing: most.unquoted,
} as const;

function quotationOf(quote: string, evidence: Evidence): keyof typeof limits {
  if (quote.trim() === '') return 'missing';
  return evidence.holds(quote) ? 'in the page' : 'not in the page';
}

/** How many values were found in the page, and how many not, by who proposed them; and the share of all of them. */
export function groundingNotes({ fields }: Extraction): Attributes {
  const candidates = Object.entries(fields).filter(([, { grounding }]) => grounding !== undefined);
  if (candidates.length === 0) return {};
  const count = (isModel: boolean, is: Grounding['is']) =>
    candidates.filter(
      ([, { provenance, grounding }]) => (provenance.source === 'model') === isModel && grounding?.is === is,
    ).length;
  const missing = candidates.flatMap(([name, { grounding }]) =>
    grounding?.is === 'ungrounded' ? [`${name}: ${ungroundedReasons[grounding.reason]}`] : [],
  );
  return {
    grounded_model: count(true, 'grounded'),
    ungrounded_model: count(true, 'ungrounded'),
    grounded_page: count(false, 'grounded'),
    ungrounded_page: count(false, 'ungrounded'),
    score_grounding: 1 - missing.length / candidates.length,
    label_grounding: missing.length === 0 ? 'grounded' : missing.length < candidates.length ? 'partly' : 'ungrounded',
    explanation_grounding: missing.join('; '),
  };
}
